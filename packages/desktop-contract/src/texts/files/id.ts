import type { DesktopFileTexts } from './texts.ts';

export const id: DesktopFileTexts = {
  diagnostics: {
    title: 'Simpan laporan untuk orang yang membantu Anda. Tidak berisi kunci maupun PIN.',
    kind: 'Arsip ZIP',
    fileName: 'Laporan Mauzin',
  },
  poster: {
    title: 'Simpan poster',
    kind: 'Dokumen PDF',
    fileName: 'Poster {mosque}',
  },
};
