import type { ListenerTexts } from '../listener.ts';

export const tr: ListenerTexts = {
  state: {
    connecting: 'Bağlanıyor',
    waiting: 'Yayın yok',
    ready: 'Yayında',
    playing: 'Dinliyorsunuz',
    reconnecting: 'Yeniden bağlanıyor',
    full: 'Lütfen bekleyin',
    blocked: 'Ses için dokunun',
    gone: 'Ulaşılamıyor',
  },
  hint: {
    connecting: 'Lütfen bekleyin.',
    waiting: 'Şimdi bir kez dokunun. Yayın başlayınca ses kendiliğinden gelir.',
    waitingUnlocked: 'Yayın başlayınca ses kendiliğinden gelir.',
    ready: 'Dinlemek için dokunun.',
    playing: 'Ekranı kilitleyebilirsiniz.',
    reconnecting: 'Ağ bağlantısı koptu. Ses kendiliğinden geri gelir.',
    blocked: 'Tarayıcı bir dokunuş daha istiyor.',
    unsupported: 'Bu tarayıcı canlı sesi çalamıyor. Bağlantıyı Chrome, Safari veya Firefox’ta açın.',
    unreachable: 'İstasyona ulaşılamıyor. İnternete bağlı mısınız?',
    offline: 'Ağ bir anlığına kesildi. Ses devam ediyor.',
  },
  button: {
    listen: 'Dinle',
    listenWhenLive: 'Başlayınca dinle',
    stop: 'Durdur',
    tryAgain: 'Yeniden dene',
    reload: 'Yenile',
  },
  volume: 'Ses düzeyi',
  language: 'Dil',
  privacy: 'Hakkınızda hiçbir bilgi toplanmaz.',
  figures: { behind: '{seconds} sn geriden', perHour: 'saatte {megabytes} MB' },
};
