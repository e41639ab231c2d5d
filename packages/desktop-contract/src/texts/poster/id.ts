import type { PosterTexts } from './texts.ts';

export const id: PosterTexts = {
  headline: 'Dengarkan langsung di ponsel Anda',
  how: 'Arahkan kamera ke kode, buka tautannya, lalu ketuk Dengarkan.',
  network: 'Tersedia di Wi-Fi masjid.',
  askForCode: 'Mintalah kode akses.',
};
