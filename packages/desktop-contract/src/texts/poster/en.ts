import type { PosterTexts } from './texts.ts';

export const en: PosterTexts = {
  headline: 'Listen live on your phone',
  how: 'Point the camera at the code, open the link and tap Listen.',
  network: 'Works on the Wi-Fi of the mosque.',
  askForCode: 'Ask for the access code.',
};
