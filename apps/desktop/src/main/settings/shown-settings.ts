import type { Settings, ShownSettings } from '@mauzin/desktop-contract';

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the parts that are there by name only. */
export function present<T extends object>(change: T): Present<T> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- what `undefined` stood for is left out one line below
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** The settings as the window may see them: never the key, and the access code only while it is unlocked. */
export function shownSettings(settings: Settings, locked: boolean): ShownSettings {
  const { server } = settings;
  const shown = { ...settings, accessCode: locked ? null : settings.accessCode };
  if (server.kind === 'inside') return { ...shown, server };
  return { ...shown, server: { kind: 'remote', url: server.url, station: server.station } };
}
