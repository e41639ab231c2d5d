import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pageLanguages } from '@mauzin/shared';
import { expect, it, onTestFinished } from 'vitest';

import { encodeQuickly } from '../http/compress.ts';
import { PageCache } from './page-cache.ts';

/** As much as the built page has that compression cannot take away, and that is the same for all stations. */
const style = Array.from({ length: 105 }, (_, line) => createHash('sha512').update(`${line}`).digest('hex'));

it('two hundred stations in eight languages, asked for again and again in a row, cost one compression each', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mauzin-crawl-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const head = `<head><!--station--><style>${style.join('')}</style></head>`;
  await writeFile(join(dir, 'index.html'), `<!doctype html><html lang="en">${head}<body></body></html>`);
  let compressions = 0;
  let sentBytes = 0;
  const pages = new PageCache(dir, (plain, encoding) => {
    compressions += 1;
    return encodeQuickly(plain, encoding);
  });
  const crawl = async (): Promise<void> => {
    for (let number = 0; number < 200; number += 1) {
      const station = { slug: `mosque-${number}`, name: `Masjid ${number}`, language: 'ar' };
      const asked = pageLanguages.map((language) =>
        pages.get({
          station,
          live: false,
          mode: 'page',
          language,
          origin: 'https://radio.example',
          accepted: 'gzip, deflate, br, zstd',
        }),
      );
      for (const page of await Promise.all(asked)) sentBytes += page?.body.bytes.length ?? 0;
    }
  };
  await crawl();
  expect(compressions).toBe(200 * pageLanguages.length);
  // As large as the real ones, or the cache would hold more of these.
  expect(sentBytes / compressions).toBeGreaterThan(7_400);
  await crawl();
  await crawl();
  expect(compressions).toBe(200 * pageLanguages.length);
});
