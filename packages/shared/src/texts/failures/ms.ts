import type { FailureCode } from '../../protocol/index.ts';

export const ms: Record<FailureCode, string> = {
  'bad-message': 'Halaman ini dan perkhidmatan tidak saling memahami. Muat semula untuk mencuba lagi.',
  'wrong-key': 'Kunci stesen tidak betul. Minta daripada orang yang menyediakan stesen ini.',
  'code-needed': 'Stesen ini peribadi. Masukkan kod aksesnya.',
  'wrong-code': 'Kod akses ini tidak betul. Minta daripada pihak masjid.',
  'too-many-tries': 'Terlalu banyak cubaan. Tunggu sebentar, kemudian cuba lagi.',
  'origin-refused': 'Alamat ini tidak boleh menyambung ke stesen. Buka pautan yang diberikan oleh masjid.',
  'unknown-station': 'Tiada stesen seperti ini. Semak pautan anda.',
  'hello-timeout': 'Rangkaian perlahan. Sedang mencuba lagi.',
  'station-taken': 'Komputer lain sedang bersiaran di stesen ini.',
  'taken-over': 'Komputer lain telah mengambil alih stesen ini.',
  replaced: 'Halaman ini telah dibuka semula di tempat lain.',
  'too-slow': 'Rangkaian terlalu perlahan buat masa ini. Sedang mencuba lagi.',
  'version-mismatch': 'Halaman ini sudah lapuk. Muat semula, atau kemas kini aplikasi.',
  'too-many-messages': 'Terlalu banyak cubaan. Menunggu sebentar.',
  'heartbeat-lost': 'Sambungan terputus. Sedang mencuba lagi.',
  'station-full': 'Stesen sudah penuh. Anda akan dibenarkan masuk sebaik sahaja ada tempat.',
  restarting: 'Perkhidmatan sedang dimulakan semula. Sebentar lagi.',
};
