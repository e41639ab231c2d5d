import type { DocumentTexts } from './texts.ts';

export const id: DocumentTexts = {
  description: 'Dengarkan siaran langsung di ponsel Anda. Tidak perlu memasang apa pun.',
  noScript: 'JavaScript dimatikan. Anda tetap dapat mendengarkan di sini:',
  needsScript: 'Halaman ini memerlukan JavaScript untuk meminta kode akses.',
  unread: 'Halaman tidak termuat. Muat ulang, atau buka tautan di Chrome, Safari, atau Firefox.',
  stations: 'Masjid',
  noStations: 'Belum ada masjid di sini.',
};
