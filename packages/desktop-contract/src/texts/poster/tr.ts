import type { PosterTexts } from './texts.ts';

export const tr: PosterTexts = {
  headline: 'Telefonunuzdan canlı dinleyin',
  how: 'Kamerayı koda tutun, bağlantıyı açın ve “Dinle” düğmesine dokunun.',
  network: 'Caminin Wi-Fi ağında çalışır.',
  askForCode: 'Erişim kodunu sorun.',
};
