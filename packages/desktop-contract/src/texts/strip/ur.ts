import type { StripTexts } from './texts.ts';

export const ur: StripTexts = {
  sound: {
    opening: 'ایک لمحہ',
    'stand-in': 'غائب۔ اس کی جگہ: {name}',
    missing: 'لگا ہوا نہیں',
    denied: 'اجازت نہیں',
    failed: 'نہیں کھل رہا',
  },
  standInNameless: 'دوسری ڈیوائس',
  muted: 'خاموش',
  mute: 'خاموش کریں',
  unmute: 'آواز کھولیں',
  remove: 'ہٹائیں',
  more: 'مزید',
  device: 'ڈیوائس',
  gain: 'گین',
  level: 'آواز کی سطح',
  channels: 'چینل',
  channel: { stereo: 'اسٹیریو', left: 'بایاں', right: 'دایاں', mono: 'مونو' },
  desk: {
    channels: 'مکسر کے چینل',
    level: 'چینل {name} کی سطح',
    failed: 'یہ چینل ابھی دستیاب نہیں۔',
    routing: 'مکسر میں دو سے زیادہ چینل ہیں؟ اس کے اپنے ڈرائیور میں وہ دو چنیں جو یہ کمپیوٹر سنے۔',
  },
  clip: 'حد پار',
  clearClip: 'آواز بہت اونچی؛ نشان ہٹائیں',
  processing: {
    echoCancellation: {
      name: 'گونج ختم کرنا',
      effect: 'جب اسی جگہ لاؤڈ اسپیکر چل رہے ہوں تو لمبی آوازیں نگل جاتا ہے۔',
    },
    noiseSuppression: {
      name: 'شور کم کرنا',
      effect: 'ہلکی سانسوں اور آیات کے آخری حصوں کو شور سمجھ کر کاٹ دیتا ہے۔',
    },
    autoGainControl: {
      name: 'خودکار گین',
      effect: 'اونچی اور دھیمی تلاوت کو برابر کر دیتا ہے، اور ہر وقفے میں شور بڑھا دیتا ہے۔',
    },
  },
};
