import type { DocumentTexts } from './texts.ts';

export const ms: DocumentTexts = {
  description: 'Dengar siaran langsung di telefon anda. Tiada apa-apa perlu dipasang.',
  noScript: 'JavaScript dimatikan. Anda masih boleh mendengar di sini:',
  needsScript: 'Halaman ini memerlukan JavaScript untuk meminta kod akses.',
  unread: 'Halaman tidak dimuatkan. Muat semula, atau buka pautan dalam Chrome, Safari atau Firefox.',
  stations: 'Masjid',
  noStations: 'Belum ada masjid di sini.',
};
