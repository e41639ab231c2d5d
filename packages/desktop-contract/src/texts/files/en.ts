import type { DesktopFileTexts } from './texts.ts';

export const en: DesktopFileTexts = {
  diagnostics: {
    title: 'Save a report for whoever helps you. It holds no key and no PIN.',
    kind: 'ZIP archive',
    fileName: 'Mauzin report',
  },
  poster: {
    title: 'Save the poster',
    kind: 'PDF document',
    fileName: 'Poster of {mosque}',
  },
};
