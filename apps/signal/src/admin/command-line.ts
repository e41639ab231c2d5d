import { parseArgs } from 'node:util';

import { parseStationCommand, type StationCommand, stationHelpText } from './station-command-line.ts';

export type Command =
  | { readonly name: 'help'; readonly text: string }
  | StationCommand
  | { readonly name: 'key' }
  /** `code` null: it comes on standard input, where no list of processes shows it. */
  | { readonly name: 'code'; readonly code: string | null }
  | {
      readonly name: 'serve';
      readonly config: string;
      readonly port: number;
      readonly host: string | null;
      readonly pages: string | null;
    }
  | { readonly name: 'wrong'; readonly problem: string };

export const helpText = `mauzin: the signaling service of Mauzin

  mauzin serve --config stations.json [--port 8080] [--host address] [--pages folder]
      Serves the stations of the file, their listener page, and /healthz.
      --port   default: the variable PORT, else 8080; 0 takes any free port
      --host   default: the variable HOST, else all addresses of this machine
      --pages  the built listener page; default: the one built beside this program
      The variable LOG_LEVEL (debug, info, warn, error) says how much is logged; default info.

  mauzin station list|show|add|change|rotate-key|add-key|revoke-key|set-code|history|remove
      Stations, their keys and their access codes. mauzin station --help says more.

  mauzin key
      Prints a new broadcaster key, and the hash that goes into stations.json.

  mauzin code [code]
      Prints the hash of an access code, for stations.json: it makes a station private. Without
      the code as an argument it is read from standard input, where no list of programs shows it.

stations.json:
  {
    "stations": [{ "slug": "noor", "name": "Masjid an-Noor", "language": "ar", "keyHash": "sha256:…" }],
    "iceServers": [{ "urls": ["stun:stun.example:3478"] }]
  }
  Besides the stations everything may be left out. There are also:
    accessCodeHash  of a station: who wants to listen is asked for its access code
    allowedOrigins  pages of these addresses may connect, besides the service's own
    embedOrigins    sites that may show /embed/<slug> in a frame, as a list of addresses; default "any"
    publicUrl       where the service is found from outside (https://radio.example), for previews of shared links
    resumeSecret    signs resume tokens, 32 characters or more; default: from each station's key hash
    limits          maxListeners of a station, maxConnections of the service, directCapacity of a
                    broadcaster, graceMs that a station stays live without its broadcaster
`;

/** What the person, or the machine that starts us, wants. Pure. */
export function parseCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  if (args[0] === 'station') {
    if (args.includes('--help') || args.includes('-h')) return { name: 'help', text: stationHelpText };
    return parseStationCommand(args.slice(1));
  }
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return { name: 'wrong', problem: error instanceof Error ? error.message : 'unreadable arguments' };
  }
  const { values, positionals } = parsed;
  const [command, code, extra] = positionals;
  if (values.help === true || command === 'help' || command === undefined)
    return { name: 'help', text: helpText };
  const beyond = command === 'code' ? extra : code;
  if (beyond !== undefined) return { name: 'wrong', problem: `What is ${beyond}?` };
  if (command === 'code') return { name: 'code', code: code ?? null };
  if (command === 'key') return { name: 'key' };
  if (command !== 'serve') return { name: 'wrong', problem: `There is no command ${command}.` };
  if (values.config === undefined) return { name: 'wrong', problem: 'serve needs --config and a file.' };
  const port = parsePort(values.port ?? env['PORT'] ?? '8080');
  if (port === null) return { name: 'wrong', problem: 'The port must be a number from 0 to 65535.' };
  const host = values.host ?? env['HOST'] ?? null;
  return { name: 'serve', config: values.config, port, host, pages: values.pages ?? null };
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      pages: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });

function parsePort(text: string): number | null {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port <= 65_535 ? port : null;
}
