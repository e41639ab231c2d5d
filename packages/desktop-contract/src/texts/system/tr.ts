import type { SystemTexts } from './texts.ts';

export const tr: SystemTexts = {
  tray: { goLive: 'Yayına başla', stop: 'Durdur', open: 'Mauzin’i aç', quit: 'Çık' },
  alarm: {
    deadAir: { title: 'Yayında, ama ses yok', body: 'Hiç ses gelmiyor. Mikser açık mı?' },
    sourceLost: { title: '{name} yok', body: 'Hâlâ takılı mı? Kendiliğinden geri gelir.' },
    notHeard: { title: 'Dinleyiciler bir şey duymuyor', body: 'Ses ulaşmıyor. Mauzin’e bakın.' },
  },
  notice: {
    signalStarted: { title: 'Yayında', body: 'Ses geldiği için Mauzin yayına başladı.' },
    signalStopped: { title: 'Yayın kapalı', body: 'Uzun süre ses gelmediği için Mauzin yayını durdurdu.' },
    backOnAir: { title: 'Yeniden yayında', body: 'Bu bilgisayar kapandığında istasyon yayındaydı.' },
  },
  stop: { question: 'Yayın durdurulsun mu?', stop: 'Evet, durdur', stay: 'Yayında kal' },
};
