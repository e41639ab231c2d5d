import type { StripTexts } from './texts.ts';

export const id: StripTexts = {
  sound: {
    opening: 'Tunggu sebentar',
    'stand-in': 'Tidak ada. Gantinya: {name}',
    missing: 'Tidak tersambung',
    denied: 'Tidak diizinkan',
    failed: 'Tidak bisa dibuka',
  },
  standInNameless: 'perangkat lain',
  muted: 'Dibisukan',
  mute: 'Bisukan',
  unmute: 'Bunyikan',
  remove: 'Hapus',
  more: 'Lainnya',
  device: 'Perangkat',
  gain: 'Gain',
  level: 'Level',
  channels: 'Saluran',
  channel: { stereo: 'Stereo', left: 'Kiri', right: 'Kanan', mono: 'Mono' },
  desk: {
    channels: 'Kanal mixer',
    level: 'Level kanal {name}',
    failed: 'Kanal ini tidak dapat dipakai sekarang.',
    routing:
      'Mixer dengan lebih dari dua kanal? Pilih di drivernya sendiri dua kanal yang didengar komputer ini.',
  },
  clip: 'Clip',
  clearClip: 'Terlalu keras; hapus tandanya',
  processing: {
    echoCancellation: {
      name: 'Peredam gema',
      effect: 'Menelan bacaan panjang (mad) saat pengeras suara berbunyi di ruang yang sama.',
    },
    noiseSuppression: {
      name: 'Peredam bising',
      effect: 'Memotong napas halus dan akhir ayat seolah-olah suara bising.',
    },
    autoGainControl: {
      name: 'Gain otomatis',
      effect: 'Meratakan bacaan keras dan lembut, dan menaikkan bising di setiap jeda.',
    },
  },
};
