import type { StationSettings } from '../store/stations/contracts.ts';
import type { NewKey } from './station-admin.ts';
import type { BroadcastView, KeyView, StationView } from './station-views.ts';

/** What the command line tells people about stations. */
export const noStations =
  'There are no stations yet. Add one with:\n' +
  '  mauzin station add noor --name "Masjid an-Noor" --language ar';

export function listText(stations: readonly StationView[]): string {
  if (stations.length === 0) return noStations;
  return table(
    stations.map(({ slug, name, languages, keys, ...station }) => {
      const good = keys.filter(({ revokedAt }) => revokedAt === null).length;
      return [
        slug,
        name,
        languages.join(', '),
        station.private ? 'private' : 'public',
        `${good} ${good === 1 ? 'key' : 'keys'}`,
      ];
    }),
  );
}

export function stationText(station: StationView): string {
  const lines = [
    ['name', station.name],
    ['languages', station.languages.join(', ')],
    ['place', station.place ?? '—'],
    ['time zone', station.timeZone ?? '—'],
    ['listening', station.private ? 'with an access code' : 'for everybody'],
    ['settings', settingsText(station.settings)],
  ];
  const keys = station.keys.map(keyCells);
  const keyLines = keys.length > 0 ? table(keys) : 'none: nobody can broadcast';
  return `${station.slug}\n${indented(table(lines))}\n  keys\n${indented(indented(keyLines))}`;
}

export const newKeyText = ({ id, key }: NewKey): string =>
  `The broadcaster key, for the desktop app. It is shown this once:\n\n  ${key}\n\nIts id, to revoke it by, is ${id}.`;

export function historyText(broadcasts: readonly BroadcastView[]): string {
  if (broadcasts.length === 0) return 'It has not been on the air yet.';
  return table([
    ['from', 'to', 'most at once', 'minutes listened'],
    ...broadcasts.map(({ startedAt, endedAt, peakListeners, minutesListened }) => [
      minute(startedAt),
      endedAt === null ? 'on the air' : minute(endedAt),
      String(peakListeners),
      String(minutesListened),
    ]),
  ]);
}

function keyCells({ id, label, createdAt, lastUsedAt, revokedAt }: KeyView): string[] {
  const used = lastUsedAt === null ? 'never used' : `last used ${minute(lastUsedAt)}`;
  return [
    id,
    label ?? '—',
    `made ${minute(createdAt)}`,
    used,
    revokedAt === null ? '' : `revoked ${minute(revokedAt)}`,
  ];
}

function settingsText({ maxListeners, directCapacity, relay, listed }: StationSettings): string {
  const parts = [
    ...(maxListeners === undefined ? [] : [`at most ${maxListeners} listeners`]),
    ...(directCapacity === undefined ? [] : [`at most ${directCapacity} of them directly`]),
    ...(relay === false ? ['not relayed'] : []),
    ...(listed === false ? ['not in the list of stations'] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'as the service has them';
}

/** To the minute, in UTC. */
const minute = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** Cells below one another, two spaces apart. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
