import type { PosterTexts } from './texts.ts';

export const ur: PosterTexts = {
  headline: 'اپنے فون پر لائیو سنیں',
  how: 'کیمرا کوڈ کے سامنے کریں، لنک کھولیں اور “سنیں” دبائیں۔',
  network: 'مسجد کے Wi-Fi پر چلتا ہے۔',
  askForCode: 'رسائی کوڈ پوچھ لیں۔',
};
