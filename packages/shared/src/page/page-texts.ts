import { failureTexts, listenerTexts, type PageLanguage } from '../texts/index.ts';
import type { PageTexts } from './page-data.ts';

/** The page's words in one language. Only for the service: imported by the page, it would bring all languages along. */
export function pageTexts(language: PageLanguage): PageTexts {
  const failures = failureTexts[language];
  // Only a broadcaster is ever told these: said twice, another sentence weighs next to nothing.
  const never = failures['version-mismatch'];
  return {
    listener: listenerTexts[language],
    failures: { ...failures, 'wrong-key': never, 'station-taken': never, 'taken-over': never },
  };
}
