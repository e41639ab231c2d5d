import { type Language, languages, pickLanguage } from '@mauzin/shared';

const key = 'mauzin.language';

/** Chosen on this page before, else the browser's, else the station's. */
export function chosenLanguage(stationLanguage: string): Language {
  return pickLanguage([...remembered(), ...navigator.languages, stationLanguage]);
}

/** Best effort: where storage is denied, the choice lasts as long as the page. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // denied: nothing to do
  }
}

function remembered(): readonly string[] {
  try {
    const language = localStorage.getItem(key);
    return languages.filter((known) => known === language);
  } catch {
    return [];
  }
}
