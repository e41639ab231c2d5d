import { type CopyCommand, parseCopyCommand } from './copy-commands.ts';
import { parseStationCommand, type StationCommand, stationHelpText } from './station-command-line.ts';

export type Command =
  | { readonly name: 'help'; readonly text: string }
  | StationCommand
  | CopyCommand
  | { readonly name: 'serve' }
  | { readonly name: 'wrong'; readonly problem: string };

export const helpText = `mauzin: the signaling service of Mauzin

  mauzin serve
      Serves the stations of the database, their listener page, /healthz and /readyz. It is
      configured by environment variables: see docs/configuration.md. With none of them set it
      listens on port 8080 and keeps its stations in ./mauzin.db.

  mauzin station list|show|add|change|rotate-key|add-key|revoke-key|set-code|history|remove
      Stations, their keys and their access codes. mauzin station --help says more.

  mauzin backup <file | ->
      Copies the database, also while the service runs; - writes to standard output.

  mauzin restore <file | ->
      Puts such a copy in the database's place, while no service runs with it; - reads from
      standard input. What was there is kept beside it.
`;

/** What the person, or the machine that starts us, wants. Pure. */
export function parseCommandLine(args: readonly string[]): Command {
  const [command, ...rest] = args;
  const wantsHelp = rest.includes('--help') || rest.includes('-h');
  if (command === 'station')
    return wantsHelp ? { name: 'help', text: stationHelpText } : parseStationCommand(rest);
  if (wantsHelp || command === undefined || ['help', '--help', '-h'].includes(command))
    return { name: 'help', text: helpText };
  if (command === 'backup' || command === 'restore')
    return (
      parseCopyCommand(command, rest) ?? {
        name: 'wrong',
        problem: `${command} needs one file, or - for none.`,
      }
    );
  if (command !== 'serve') return { name: 'wrong', problem: `There is no command ${command}.` };
  const [beyond] = rest;
  if (beyond === undefined) return { name: 'serve' };
  return {
    name: 'wrong',
    problem: `What is ${beyond}? The service is configured by environment variables.`,
  };
}
