import type { Page } from 'playwright';

/** All words that can be read on a page, in order; without figures and the unit of loudness, which come and go with the sound. */
export const wordsOf = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.body.innerText.matchAll(/[\p{L}\p{M}]+/gu)]
      .map(([word]) => word)
      .filter((word) => word !== 'LUFS')
      .join(' '),
  );
