import type { PosterTexts } from './texts.ts';

export const fr: PosterTexts = {
  headline: 'En direct sur votre téléphone',
  how: 'Visez le code avec l’appareil photo, ouvrez le lien et touchez « Écouter ».',
  network: 'Fonctionne sur le Wi-Fi de la mosquée.',
  askForCode: 'Demandez le code d’accès.',
};
