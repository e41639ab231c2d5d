import type { PosterTexts } from './texts.ts';

export const ar: PosterTexts = {
  headline: 'استمع مباشرةً على هاتفك',
  how: 'وجّه الكاميرا نحو الرمز، وافتح الرابط، ثم اضغط «استمع».',
  network: 'يعمل على شبكة Wi-Fi الخاصة بالمسجد.',
  askForCode: 'اطلب رمز الدخول.',
};
