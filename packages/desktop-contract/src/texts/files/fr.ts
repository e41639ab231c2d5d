import type { DesktopFileTexts } from './texts.ts';

export const fr: DesktopFileTexts = {
  diagnostics: {
    title: 'Sauvegarder un rapport pour la personne qui vous aide. Il ne contient ni clé ni PIN.',
    kind: 'Archive ZIP',
    fileName: 'Rapport Mauzin',
  },
  poster: {
    title: 'Sauvegarder l’affiche',
    kind: 'Document PDF',
    fileName: 'Affiche {mosque}',
  },
};
