import type { DesktopFileTexts } from './texts.ts';

export const tr: DesktopFileTexts = {
  diagnostics: {
    title: 'Size yardım eden kişi için bir rapor kaydedin. İçinde anahtar ve PIN yoktur.',
    kind: 'ZIP arşivi',
    fileName: 'Mauzin raporu',
  },
  poster: {
    title: 'Afişi kaydedin',
    kind: 'PDF belgesi',
    fileName: '{mosque} afişi',
  },
};
