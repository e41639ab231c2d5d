import { failureTexts, listenerTexts, type PageData } from '@mauzin/shared';

import { chosenLanguage } from './language-choice.ts';
import { readStation } from './station.ts';

/** What the service wrote into the page; put together from its parts where it wrote only the station. */
export function readPage(page: Document): PageData {
  const written = page.querySelector('script#page')?.textContent;
  if (written) return JSON.parse(written) as PageData;
  const station = readStation(page, location.pathname, 'en');
  const language = chosenLanguage(station?.language ?? 'en');
  const texts = { listener: listenerTexts[language], failures: failureTexts[language] };
  return { station, language, mode: 'page', live: false, texts };
}
