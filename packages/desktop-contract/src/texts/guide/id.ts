import type { GuideTexts } from './texts.ts';

export const id: GuideTexts = {
  title: 'Siapkan Mauzin',
  progress: '{step} dari {of}',
  language: 'Bahasa',
  later: 'Siapkan nanti',
  next: 'Lanjut',
  back: 'Kembali',
  name: {
    question: 'Apa nama masjidnya?',
    example: 'Contoh: Masjid An-Nur',
    invalid: 'Mohon tulis sebuah nama.',
  },
  device: {
    question: 'Dari mana suara berasal?',
    speak: 'Bicaralah ke mikrofon dan pilih yang bergerak.',
    heard: 'Suara masuk.',
    nothing: 'Tidak ada yang masuk. Apakah mixer menyala dan kabelnya terpasang?',
    none: 'Mikrofon dan mixer tidak ditemukan. Sambungkan salah satu: nanti muncul sendiri di sini.',
    denied: 'Komputer ini tidak mengizinkan Mauzin mendengarnya.',
    looking: 'Tunggu sebentar…',
    level: 'Level {name}',
  },
  phone: {
    question: 'Dengarkan di ponsel Anda',
    scan: 'Arahkan kamera ponsel ke kode, buka halamannya, lalu ketuk Dengarkan.',
    starting: 'Memulai…',
    waiting: 'Menunggu ponsel Anda…',
    open: 'Ponsel Anda sudah terhubung. Ketuk Dengarkan di ponsel.',
    heard: '{count} ponsel mendengar Anda',
    heardOne: 'Satu ponsel mendengar Anda',
    sameWifi: 'Belum ada ponsel. Apakah Wi-Fi ponsel sama dengan komputer ini?',
    firewall: 'Jika sama, mungkin firewall menghalangi ponsel: izinkan Mauzin di firewall.',
  },
  done: {
    title: 'Selesai',
    text: 'Anda sedang mengudara. Teruskan, atau hentikan sampai tiba waktunya.',
    stay: 'Tetap mengudara',
    stop: 'Hentikan dulu',
  },
};
