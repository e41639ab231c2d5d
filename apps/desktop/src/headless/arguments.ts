import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { mostDirectListeners, type ServerChoice, serverChoiceSchema } from '@mauzin/desktop-contract';
import { isUsableAccessCode, limits, parseValue } from '@mauzin/shared';

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
  /** Makes the station private; null: it is not. */
  readonly accessCode: string | null;
  /** Where the station lives; null: here, in a service of its own. */
  readonly remote: Extract<ServerChoice, { kind: 'remote' }> | null;
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

  --file FILE           an Ogg/Opus file (.opus, .ogg); a short sample when left out
  --no-loop             stop when the file ends, instead of beginning again
  --port N              port of the listeners' page (8080; the next free one if it is taken)
  --station-name NAME   the mosque's name, remembered
  --data FOLDER         where name and key are kept
  --record FOLDER       records the broadcast there, as Ogg/Opus
  --access-code CODE    only who knows it can listen; better given as MAUZIN_ACCESS_CODE,
                        which no list of programs shows
  --server URL          broadcast to a station on this server instead of serving listeners from here
  --station SLUG        its name in links there
  --key KEY             its broadcaster key; better given as MAUZIN_KEY
  --direct-listeners N  serve so many from here at most, and leave others to the server's relay (600)
  --json                one JSON object a line, for programs
  --help                this text

A file goes out as it was encoded, so listeners find no data saver to choose.
Ctrl+C ends the broadcast.
`;

/** Reads the command line. Never throws. */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): ParsedArguments {
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({ args: [...args], options, strict: true, allowNegative: true }).values;
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
  }
  if (values['help'] === true) return { kind: 'help' };
  const port = Number(values['port'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return { kind: 'wrong', message: '--port takes a number from 0 to 65535.' };
  }
  const directListeners = Number(values['direct-listeners'] ?? mostDirectListeners);
  if (!Number.isInteger(directListeners) || directListeners < 0 || directListeners > mostDirectListeners) {
    return { kind: 'wrong', message: `--direct-listeners takes a number from 0 to ${mostDirectListeners}.` };
  }
  const stationName = text(values['station-name']);
  if (stationName !== null && (stationName === '' || stationName.length > limits.nameChars)) {
    return { kind: 'wrong', message: `--station-name takes 1 to ${limits.nameChars} characters.` };
  }
  const record = text(values['record']);
  if (record === '') return { kind: 'wrong', message: '--record takes a folder.' };
  const accessCode = text(values['access-code'] ?? env['MAUZIN_ACCESS_CODE']);
  if (accessCode !== null && !isUsableAccessCode(accessCode)) {
    const { accessCodeChars, leastAccessCodeChars } = limits;
    return {
      kind: 'wrong',
      message: `--access-code takes ${leastAccessCodeChars} to ${accessCodeChars} letters and digits.`,
    };
  }
  const remote = readRemote(values, env);
  if (typeof remote === 'string') return { kind: 'wrong', message: remote };
  if (remote !== null && accessCode !== null) {
    return {
      kind: 'wrong',
      message: 'A server’s station has its access code there: leave --access-code out.',
    };
  }
  return {
    kind: 'run',
    values: {
      file: text(values['file']),
      loop: values['loop'] !== false,
      port,
      stationName,
      data: text(values['data']),
      record: record === null ? null : resolve(record),
      accessCode,
      remote,
      directListeners,
      json: values['json'] === true,
    },
  };
}

/** A server's station; null where none was asked for; else what is wrong, for the person who typed it. */
function readRemote(
  values: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): HeadlessArguments['remote'] | string {
  const { server: url, station } = values;
  if (url === undefined && station === undefined && values['key'] === undefined) return null;
  const key = values['key'] ?? env['MAUZIN_KEY'];
  if (url === undefined || station === undefined || key === undefined) {
    return '--server, --station and --key (or MAUZIN_KEY) belong together.';
  }
  const choice = parseValue(serverChoiceSchema, { kind: 'remote', url, station, key });
  if (choice.ok && choice.value.kind === 'remote') return choice.value;
  return '--server takes an address such as https://radio.example, --station a name such as noor.';
}

const options = {
  file: { type: 'string' },
  loop: { type: 'boolean' },
  port: { type: 'string' },
  'station-name': { type: 'string' },
  data: { type: 'string' },
  record: { type: 'string' },
  'access-code': { type: 'string' },
  server: { type: 'string' },
  station: { type: 'string' },
  key: { type: 'string' },
  'direct-listeners': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const text = (value: string | boolean | undefined): string | null =>
  typeof value === 'string' ? value : null;
