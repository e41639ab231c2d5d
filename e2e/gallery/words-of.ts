import type { Page } from 'playwright';

/** All words that can be read on a page, in order; without numbers, which run on. */
export const wordsOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.body.innerText.replaceAll(/[\p{Nd}:.,٫٬]+/gu, '#').replaceAll(/\s+/g, ' '));
