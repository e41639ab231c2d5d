/** The languages that Mauzin's screens speak. */
export const languages = ['en', 'ar', 'ur', 'tr', 'id', 'fr'] as const;
export type Language = (typeof languages)[number];

/** Each language's name in that language. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  ar: 'العربية',
  ur: 'اردو',
  tr: 'Türkçe',
  id: 'Bahasa Indonesia',
  fr: 'Français',
};

/** The languages that the phone's page speaks: those of all screens, and more. */
export const pageLanguages = [...languages, 'ms', 'bn'] as const;
export type PageLanguage = (typeof pageLanguages)[number];

export const pageLanguageNames: Record<PageLanguage, string> = {
  ...languageNames,
  ms: 'Bahasa Melayu',
  bn: 'বাংলা',
};

/** Open Graph names a territory with each language; these are where most who speak it look for it. */
export const graphLocales: Readonly<Record<PageLanguage, string>> = {
  en: 'en_US',
  ar: 'ar_AR',
  ur: 'ur_PK',
  tr: 'tr_TR',
  id: 'id_ID',
  fr: 'fr_FR',
  ms: 'ms_MY',
  bn: 'bn_BD',
};

const rightToLeft: ReadonlySet<PageLanguage> = new Set(['ar', 'ur']);

export const directionOf = (language: PageLanguage): 'ltr' | 'rtl' =>
  rightToLeft.has(language) ? 'rtl' : 'ltr';

/** ISO 639 codes that were withdrawn in 1989, and live on in old phones. */
const formerCodes: Readonly<Record<string, Language>> = { in: 'id' };

/** The first of the wanted languages (BCP 47 tags, best first) that Mauzin speaks; English otherwise. */
export const pickLanguage = (wanted: readonly string[]): Language => pickFrom(languages, wanted) ?? 'en';

/** The first of the wanted languages that the phone's page speaks; English otherwise. */
export const pickPageLanguage = (wanted: readonly string[]): PageLanguage => findPageLanguage(wanted) ?? 'en';

/** The first of the wanted languages that the phone's page speaks, or null where it speaks none of them. */
export const findPageLanguage = (wanted: readonly string[]): PageLanguage | null =>
  pickFrom(pageLanguages, wanted);

function pickFrom<L extends string>(spoken: readonly L[], wanted: readonly string[]): L | null {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0] ?? '';
    const found = spoken.find((language) => language === (formerCodes[primary] ?? primary));
    if (found !== undefined) return found;
  }
  return null;
}
