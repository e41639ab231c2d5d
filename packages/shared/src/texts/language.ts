/** The languages that Mauzin's screens speak. */
export const languages = ['en', 'ar', 'ur', 'tr', 'id', 'fr'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  ar: 'العربية',
  ur: 'اردو',
  tr: 'Türkçe',
  id: 'Bahasa Indonesia',
  fr: 'Français',
};

const rightToLeft: ReadonlySet<Language> = new Set(['ar', 'ur']);

export const directionOf = (language: Language): 'ltr' | 'rtl' => (rightToLeft.has(language) ? 'rtl' : 'ltr');

/** ISO 639 codes that were withdrawn in 1989, and live on in old phones. */
const formerCodes: Readonly<Record<string, Language>> = { in: 'id' };

/** The first of the wanted languages (BCP 47 tags, best first) that Mauzin speaks; English otherwise. */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0] ?? '';
    const found = languages.find((language) => language === (formerCodes[primary] ?? primary));
    if (found) return found;
  }
  return 'en';
}
