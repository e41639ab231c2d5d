import { failureTexts, listenerTexts, type PageLanguage } from '../texts/index.ts';
import type { PageTexts } from './page-data.ts';

/** The page's words in one language. Only for the service: imported by the page, it would bring all languages along. */
export const pageTexts = (language: PageLanguage): PageTexts => ({
  listener: listenerTexts[language],
  failures: failureTexts[language],
});
