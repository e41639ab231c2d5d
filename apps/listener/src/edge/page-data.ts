import {
  type PageData,
  pageLanguages,
  pageModes,
  parseValue,
  type Station,
  stationSchema,
} from '@mauzin/shared';

/**
 * What the service wrote into the page. The service's own data are believed as they are, but a page that something else
 * serves (a proxy that rewrites it, a file that was saved) may have none.
 * @throws Error where there is nothing that can be used; the page then says that it did not load (`.unread`)
 */
export function readPage(page: Pick<Document, 'querySelector'>): PageData {
  const written = page.querySelector('#page-data')?.textContent ?? '';
  const data = JSON.parse(written === '' ? '{}' : written) as Partial<PageData>;
  const language = pageLanguages.find((known) => known === data.language);
  const mode = pageModes.find((known) => known === data.mode);
  if (!language || !mode || !data.texts?.listener || !data.texts.failures) {
    throw new Error('the page was not written by its service');
  }
  const { texts, live } = data;
  return { station: stationIn(data), language, mode, live: live === true, texts };
}

function stationIn({ station }: Partial<PageData>): Station | null {
  const parsed = parseValue(stationSchema, station);
  return parsed.ok ? parsed.value : null;
}
