import { resolve } from 'node:path';

import {
  mostDirectListeners,
  type RecordingPeriod,
  recordingPeriods,
  type ServerChoice,
  serverChoiceSchema,
} from '@mauzin/desktop-contract';
import { isUsableAccessCode, limits } from '@mauzin/shared';
import * as v from 'valibot';

import { broadcasterFlags, flagsOfEnvironment, helpOf, parseFlags } from '../flags/flags.mjs';

type RemoteServer = Extract<ServerChoice, { kind: 'remote' }>;

export interface HeadlessArguments {
  /** Null: the sample that comes with Mauzin. */
  readonly file: string | null;
  readonly loop: boolean;
  readonly port: number;
  /** Null: the name of last time, or a first one. */
  readonly stationName: string | null;
  /** Null: the system's place for such data. */
  readonly data: string | null;
  /** A folder that the broadcast is recorded to; null: it is not. */
  readonly record: string | null;
  /** How much of it is in one file. */
  readonly recordEach: RecordingPeriod;
  /** Makes the station private; null: it is not. */
  readonly accessCode: string | null;
  /** Where the station lives; null: here, in a service of its own. */
  readonly remote: RemoteServer | null;
  /** Most listeners served from here, where a server relays to the others. */
  readonly directListeners: number;
  /** One JSON object a line on standard output instead of words. */
  readonly json: boolean;
}

export type ParsedArguments =
  | { readonly kind: 'run'; readonly values: HeadlessArguments }
  | { readonly kind: 'help' }
  /** `message` is for the person who typed it. */
  | { readonly kind: 'wrong'; readonly message: string };

export const help = `Mauzin without a window: puts a sound file on the air.

${helpOf(broadcasterFlags)}

A file goes out as it was encoded, so listeners find no data saver to choose.
Ctrl+C ends the broadcast.
`;

/** What the text after a flag may be. */
interface Kind<T> {
  /** Continues "takes", for the person who typed something else. */
  readonly what: string;
  /** @throws where it is nothing of the kind */
  readonly read: (text: string) => T;
}

/** A text that keeps to `schema`. */
const textOf = (what: string, schema: v.GenericSchema<string, string>): Kind<string> => ({
  what,
  read: (text) => v.parse(schema, text),
});

const digits = v.pipe(v.string(), v.digits());

/** A whole number from 0 to `most`. */
const wholeTo = (most: number): Kind<number> => ({
  what: `a number from 0 to ${most}`,
  read: (text) => v.parse(v.pipe(digits, v.transform(Number), v.maxValue(most)), text),
});

const someText = v.pipe(v.string(), v.minLength(1));
const [, remoteSchema] = serverChoiceSchema.options;
const { accessCodeChars, leastAccessCodeChars, nameChars } = limits;

/** What each flag with a value takes. */
const kinds = {
  file: textOf('a file', someText),
  port: wholeTo(65_535),
  'station-name': textOf(`1 to ${nameChars} characters`, v.pipe(someText, v.maxLength(nameChars))),
  data: textOf('a folder', someText),
  record: textOf('a folder', someText),
  'record-each': {
    what: 'hour or day',
    read: (text): RecordingPeriod => v.parse(v.picklist(recordingPeriods), text),
  },
  'access-code': textOf(
    `${leastAccessCodeChars} to ${accessCodeChars} letters and digits`,
    v.pipe(v.string(), v.check(isUsableAccessCode)),
  ),
  server: textOf('an address such as https://radio.example', remoteSchema.entries.url),
  station: textOf('a name such as noor', remoteSchema.entries.station),
  key: textOf('the key of a station', remoteSchema.entries.key),
  'direct-listeners': wholeTo(mostDirectListeners),
} satisfies Record<FlagWithValue, Kind<unknown>>;

type Flags = typeof broadcasterFlags;
type FlagWithValue = {
  [Name in keyof Flags]: Flags[Name] extends { readonly value: string } ? Name : never;
}[keyof Flags];
/** What was said, by flag. */
type Said = { [Name in FlagWithValue]?: ReturnType<(typeof kinds)[Name]['read']> };
type Texts = { readonly [Name in keyof Flags]?: string | true };

/** Reads the command line, and what of it the environment may say instead. Never throws. */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): ParsedArguments {
  const parsed = parseFlags(broadcasterFlags, args);
  if (!parsed.ok) return { kind: 'wrong', message: parsed.problem };
  const typed: Texts = parsed.values;
  if (typed.help) return { kind: 'help' };
  const said = readValues({ ...ofEnvironment(typed, env), ...typed });
  if (typeof said === 'string') return { kind: 'wrong', message: said };
  if (said['record-each'] !== undefined && said.record === undefined)
    return { kind: 'wrong', message: '--record-each belongs to --record.' };
  const remote = remoteOf(said);
  if (typeof remote === 'string') return { kind: 'wrong', message: remote };
  return {
    kind: 'run',
    values: {
      file: said.file ?? null,
      loop: !typed['no-loop'],
      port: said.port ?? 8080,
      stationName: said['station-name'] ?? null,
      data: said.data ?? null,
      record: said.record === undefined ? null : resolve(said.record),
      recordEach: said['record-each'] ?? 'broadcast',
      accessCode: said['access-code'] ?? null,
      remote,
      directListeners: said['direct-listeners'] ?? mostDirectListeners,
      json: typed.json === true,
    },
  };
}

/** A key that waits in the environment asks for no server by itself. */
function ofEnvironment(typed: Texts, env: Readonly<Record<string, string | undefined>>): Texts {
  const { key, ...others } = flagsOfEnvironment(broadcasterFlags, env);
  const asksForServer = typed.server !== undefined || typed.station !== undefined;
  return asksForServer && key !== undefined ? { ...others, key } : others;
}

/** Each text as what it means; a sentence where one means nothing. */
function readValues(texts: Texts): Said | string {
  const said: Partial<Record<FlagWithValue, unknown>> = {};
  for (const name of Object.keys(kinds) as FlagWithValue[]) {
    const text = texts[name];
    if (typeof text !== 'string') continue;
    try {
      said[name] = kinds[name].read(text);
    } catch {
      return `--${name} takes ${kinds[name].what}.`;
    }
  }
  return said as Said;
}

/** A server's station; null where none was asked for; a sentence where something is missing, or too much. */
function remoteOf({
  'access-code': accessCode,
  key,
  server: url,
  station,
}: Said): RemoteServer | null | string {
  if (url === undefined && station === undefined && key === undefined) return null;
  if (url === undefined || station === undefined || key === undefined) {
    return `--server, --station and --key (or ${broadcasterFlags.key.env}) belong together.`;
  }
  if (accessCode !== undefined)
    return 'A server’s station has its access code there: leave --access-code out.';
  return { kind: 'remote', url, station, key };
}
