import { parseValue, type Station, stationSchema } from '@mauzin/shared';

/**
 * The station that the service wrote into the page. Without one (a page served by something else), the slug in the
 * address stands for it. Null when the service says that there is no such station.
 */
export function readStation(page: Document, pathname: string, language: string): Station | null {
  const written = page.querySelector('#station')?.textContent;
  if (written) return parseStation(written);
  const slug = /^\/s\/([^/]+)\/?$/.exec(pathname)?.[1] ?? '';
  return parseStationValue({ slug, name: slug, language });
}

function parseStation(json: string): Station | null {
  try {
    return parseStationValue(JSON.parse(json));
  } catch {
    return null;
  }
}

function parseStationValue(value: unknown): Station | null {
  const parsed = parseValue(stationSchema, value);
  return parsed.ok ? parsed.value : null;
}

/** The service's socket, beside the page. */
export function socketUrl({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/ws`;
}
