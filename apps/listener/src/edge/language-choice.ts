import { type PageLanguage, pageLanguages, pickPageLanguage } from '@mauzin/shared';

const key = 'mauzin.language';

/** Chosen on this page before, else the browser's, else the station's. */
export function chosenLanguage(stationLanguage: string): PageLanguage {
  return pickPageLanguage([...remembered(), ...navigator.languages, stationLanguage]);
}

/** Best effort: where storage is denied, the choice lasts as long as the page. */
export function rememberLanguage(language: PageLanguage): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // denied: nothing to do
  }
}

function remembered(): readonly string[] {
  try {
    const language = localStorage.getItem(key);
    return pageLanguages.filter((known) => known === language);
  } catch {
    return [];
  }
}
