import type { DocumentTexts } from './texts.ts';

export const fr: DocumentTexts = {
  description: 'Écoutez en direct sur votre téléphone. Il n’y a rien à installer.',
  noScript: 'JavaScript est désactivé. Vous pouvez quand même écouter ici :',
  needsScript: 'Cette page a besoin de JavaScript pour demander le code d’accès.',
  unread: 'La page ne s’est pas chargée. Rechargez-la, ou ouvrez le lien dans Chrome, Safari ou Firefox.',
  stations: 'Mosquées',
  noStations: 'Il n’y a pas encore de mosquée ici.',
};
