import { failureTexts, listenerTexts, type PageLanguage } from '../texts/index.ts';
import type { PageTexts } from './page-data.ts';

/** For the service alone: in the page itself it would bring all languages along. */
export const pageTexts = (language: PageLanguage): PageTexts => ({
  listener: listenerTexts[language],
  failures: failureTexts[language],
});
