import type { ListenerTexts } from '../listener.ts';

export const id: ListenerTexts = {
  state: {
    connecting: 'Menyambung',
    waiting: 'Belum siaran',
    ready: 'Sedang siaran',
    playing: 'Menyimak',
    reconnecting: 'Sambung lagi',
    full: 'Mohon tunggu',
    blocked: 'Ketuk dahulu',
    gone: 'Tidak tersedia',
  },
  hint: {
    connecting: 'Tunggu sebentar.',
    waiting: 'Ketuk sekali sekarang. Suara muncul sendiri saat siaran mulai.',
    waitingUnlocked: 'Suara muncul sendiri saat siaran mulai.',
    ready: 'Ketuk untuk mendengarkan.',
    playing: 'Anda boleh mengunci layar.',
    reconnecting: 'Jaringan terputus. Suara akan kembali sendiri.',
    blocked: 'Browser meminta satu ketukan lagi.',
    unsupported:
      'Browser ini tidak bisa memutar suara langsung. Buka tautan di Chrome, Safari, atau Firefox.',
    unreachable: 'Stasiun tidak terjangkau. Apakah internet Anda tersambung?',
    offline: 'Jaringan terputus sejenak. Suara tetap berjalan.',
  },
  button: {
    listen: 'Dengarkan',
    listenWhenLive: 'Dengarkan saat mulai',
    stop: 'Berhenti',
    tryAgain: 'Coba lagi',
    reload: 'Muat ulang',
  },
  volume: 'Volume',
  language: 'Bahasa',
  privacy: 'Tidak ada data Anda yang dikumpulkan.',
  figures: { behind: 'tertinggal {seconds} dtk', perHour: '{megabytes} MB per jam' },
};
