import type { Language } from './language.ts';

/** Words of the page for the wall. */
export interface PosterTexts {
  /** What it is for, large. */
  readonly headline: string;
  /** What to do, in one sentence. */
  readonly how: string;
  /** Where the phone must be, for a station on the mosque's own network. */
  readonly network: string;
}

export const posterTexts: Record<Language, PosterTexts> = {
  en: {
    headline: 'Listen live on your phone',
    how: 'Point the camera at the code, open the link and tap Listen.',
    network: 'Works on the Wi-Fi of the mosque.',
  },
  ar: {
    headline: 'استمع مباشرةً على هاتفك',
    how: 'وجّه الكاميرا نحو الرمز، وافتح الرابط، ثم اضغط «استمع».',
    network: 'يعمل على شبكة Wi-Fi الخاصة بالمسجد.',
  },
};
