import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { parseFrame, type Station, stationSchema } from '@mauzin/shared';
import { generateBroadcasterKey } from '@mauzin/signal';
import * as v from 'valibot';

import { writeAtomically } from '../common/write-atomically.ts';

const savedSchema = v.object({ station: stationSchema, key: v.pipe(v.string(), v.minLength(1)) });
export type SavedStation = v.InferOutput<typeof savedSchema>;

const firstStation: Station = { slug: 'mosque', name: 'Mosque', language: 'ar' };

/** Where the station is kept when nobody says otherwise (XDG Base Directory). */
export const defaultDataFolder = (env: NodeJS.ProcessEnv): string =>
  join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'mauzin');

/**
 * The station of last time, or a new one with a key of its own; a given name is taken over. Readable by this user alone.
 * @throws the file system's error, or one that names a file that cannot be understood
 */
export function loadStation(folder: string, name: string | null): SavedStation {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'station.json');
  const before = read(path) ?? { station: firstStation, key: generateBroadcasterKey() };
  const saved = { ...before, station: { ...before.station, name: name ?? before.station.name } };
  writeAtomically(path, `${JSON.stringify(saved, null, 2)}\n`);
  return saved;
}

function read(path: string): SavedStation | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const parsed = parseFrame(savedSchema, text);
  if (!parsed.ok)
    throw new Error(`${path} cannot be understood (${parsed.detail}). Move it away to start afresh.`);
  return parsed.value;
}
