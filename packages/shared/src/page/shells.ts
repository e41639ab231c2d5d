import type { Station } from '../protocol/index.ts';
import type { PageData } from './page-data.ts';
import { escapeHtml } from './escape.ts';

/** The states in which the page may begin, as far as the service can know. */
export const shellStates = ['waiting', 'ready', 'gone', 'code'] as const;
export type ShellState = (typeof shellStates)[number];

/** Pages that were drawn when the page was built, by {@link shellKey}; the station in them is {@link placeholderStation}. */
export type Shells = Readonly<Record<string, string>>;

/** Stands in a drawn page where a station's own facts go; nothing else there may look like them. */
export const placeholderStation: Station = {
  slug: 'slug--of--the--station',
  name: '{{name of the station}}',
  language: 'und-station',
};

export function shellState({ station, live }: Pick<PageData, 'station' | 'live'>): ShellState {
  if (station === null) return 'gone';
  if (station.private === true) return 'code';
  return live ? 'ready' : 'waiting';
}

export const shellKey = (data: Pick<PageData, 'station' | 'live' | 'mode' | 'language'>): string =>
  `${data.mode}/${data.language}/${shellState(data)}`;

/** The drawn page for one station: no name can break out of it. Null where it was not drawn. */
export function fillShell(shells: Shells, data: PageData): string | null {
  const shell = shells[shellKey(data)];
  if (shell === undefined) return null;
  const { station } = data;
  if (station === null) return shell;
  const facts = [
    [placeholderStation.slug, station.slug],
    [placeholderStation.language, station.language],
    [placeholderStation.name, station.name],
  ] as const;
  return facts.reduce((filled, [mark, fact]) => filled.split(mark).join(escapeHtml(fact)), shell);
}
