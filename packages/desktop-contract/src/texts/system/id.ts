import type { SystemTexts } from './texts.ts';

export const id: SystemTexts = {
  tray: { goLive: 'Mulai siaran', stop: 'Hentikan', open: 'Buka Mauzin', quit: 'Keluar' },
  alarm: {
    deadAir: {
      title: 'Mengudara, tetapi tanpa suara',
      body: 'Tidak ada suara yang masuk. Apakah mixer menyala?',
    },
    sourceLost: { title: '{name} tidak ada', body: 'Apakah masih tersambung? Nanti kembali sendiri.' },
    notHeard: { title: 'Pendengar tidak mendengar apa pun', body: 'Suara tidak sampai. Periksa Mauzin.' },
  },
  notice: {
    signalStarted: { title: 'Mengudara', body: 'Mauzin memulai siaran karena ada suara.' },
    signalStopped: { title: 'Tidak siaran', body: 'Mauzin menghentikan siaran karena lama tidak ada suara.' },
    backOnAir: {
      title: 'Mengudara lagi',
      body: 'Stasiun sedang mengudara ketika komputer ini mati.',
    },
  },
  stop: { question: 'Hentikan siaran?', stop: 'Ya, hentikan', stay: 'Tetap mengudara' },
};
