import type { FailureCode } from '../../protocol/index.ts';

export const id: Record<FailureCode, string> = {
  'bad-message': 'Halaman ini dan layanan tidak saling memahami. Muat ulang untuk mencoba lagi.',
  'wrong-key': 'Kunci stasiun salah. Mintalah kepada orang yang menyiapkan stasiun ini.',
  'code-needed': 'Stasiun ini privat. Masukkan kode aksesnya.',
  'wrong-code': 'Kode akses salah. Mintalah kepada pihak masjid.',
  'too-many-tries': 'Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.',
  'origin-refused': 'Alamat ini tidak boleh tersambung ke stasiun. Buka tautan yang diberikan oleh masjid.',
  'unknown-station': 'Stasiun ini tidak ada. Periksa tautannya.',
  'hello-timeout': 'Jaringan lambat. Mencoba lagi.',
  'station-taken': 'Komputer lain sedang siaran di stasiun ini.',
  'taken-over': 'Komputer lain telah mengambil alih stasiun ini.',
  replaced: 'Halaman ini dibuka lagi di tempat lain.',
  'too-slow': 'Jaringan sedang terlalu lambat. Mencoba lagi.',
  'version-mismatch': 'Halaman ini sudah usang. Muat ulang, atau perbarui aplikasinya.',
  'too-many-messages': 'Terlalu banyak percobaan. Menunggu sebentar.',
  'heartbeat-lost': 'Sambungan terputus. Mencoba lagi.',
  'station-full': 'Siaran ini penuh. Anda akan masuk begitu ada tempat.',
  restarting: 'Layanan sedang dimulai ulang. Sebentar lagi kembali.',
};
