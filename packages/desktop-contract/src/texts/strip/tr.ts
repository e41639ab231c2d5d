import type { StripTexts } from './texts.ts';

export const tr: StripTexts = {
  sound: {
    opening: 'Açılıyor',
    'stand-in': 'Yok. Yerine duyulan: {name}',
    missing: 'Takılı değil',
    denied: 'İzin yok',
    failed: 'Açılamıyor',
  },
  standInNameless: 'başka bir cihaz',
  muted: 'Sessiz',
  mute: 'Sesi kapat',
  unmute: 'Sesi aç',
  remove: 'Kaldır',
  more: 'Diğer',
  device: 'Cihaz',
  gain: 'Kazanç',
  level: 'Seviye',
  channels: 'Kanallar',
  channel: { stereo: 'Stereo', left: 'Sol', right: 'Sağ', mono: 'Mono' },
  desk: {
    channels: 'Mikserin kanalları',
    level: '{name}. kanalın seviyesi',
    failed: 'Bu kanallar şu anda alınamıyor.',
    routing:
      'Mikserin ikiden fazla kanalı mı var? Bu bilgisayarın duyacağı iki kanalı kendi sürücüsünde seçin.',
  },
  clip: 'Tepe',
  clearClip: 'Ses fazla yüksek; işareti kaldır',
  processing: {
    echoCancellation: {
      name: 'Yankı giderme',
      effect: 'Aynı yerde hoparlör çalarken uzun sesleri yutar.',
    },
    noiseSuppression: {
      name: 'Gürültü azaltma',
      effect: 'Hafif nefesleri ve ayet sonlarını gürültü sanıp keser.',
    },
    autoGainControl: {
      name: 'Otomatik kazanç',
      effect: 'Yüksek ve hafif okuyuşu aynı seviyeye getirir, her duruşta gürültüyü yükseltir.',
    },
  },
};
