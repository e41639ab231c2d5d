import type { SystemTexts } from './texts.ts';

export const ur: SystemTexts = {
  tray: { goLive: 'لائیو کریں', stop: 'روکیں', open: 'موذّن کھولیں', quit: 'بند کریں' },
  alarm: {
    deadAir: { title: 'لائیو ہے، مگر آواز نہیں', body: 'کوئی آواز نہیں آ رہی۔ کیا مکسر آن ہے؟' },
    sourceLost: { title: '{name} غائب ہے', body: 'کیا وہ اب بھی لگا ہوا ہے؟ وہ خود بخود واپس آئے گا۔' },
    notHeard: { title: 'سامعین کو کچھ سنائی نہیں دے رہا', body: 'آواز نہیں پہنچ رہی۔ موذّن میں دیکھیں۔' },
  },
  notice: {
    signalStarted: { title: 'لائیو', body: 'آواز آنے پر موذّن نے نشریات شروع کر دیں۔' },
    signalStopped: { title: 'نشریات بند', body: 'دیر تک خاموشی رہی، اس لیے موذّن نے نشریات بند کر دیں۔' },
    backOnAir: { title: 'پھر سے لائیو', body: 'جب یہ کمپیوٹر بند ہوا تو اسٹیشن لائیو تھا۔' },
  },
  stop: { question: 'نشریات روک دیں؟', stop: 'جی ہاں، روکیں', stay: 'لائیو رہیں' },
};
