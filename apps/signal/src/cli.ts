import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';

import { runCopyCommand } from './admin/copy-commands.ts';
import { type Command, helpText, parseCommandLine } from './admin/command-line.ts';
import { StationAdmin } from './admin/station-admin.ts';
import { runStationCommand } from './admin/station-commands.ts';
import { readConfig } from './config/read-config.ts';
import { endOnSignal } from './end-on-signal.ts';
import { serve } from './serve.ts';
import { openDatabase } from './store/station-store.ts';
import { StoreError } from './store/database/store-error.ts';

process.exitCode = await run(parseCommandLine(process.argv.slice(2)));

async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      console.log(command.text);
      return 0;
    case 'wrong':
      console.error(
        `${command.problem}\n\n${process.argv[2] === 'station' ? 'mauzin station --help tells more.' : helpText}`,
      );
      return 2;
    case 'station':
      return await runStationCommand(command, {
        open: openAdmin,
        askForCode,
        print: (text) => console.log(text),
        complain: (text) => console.error(text),
      });
    case 'backup':
    case 'restore':
      return await runCopyCommand(command, {
        databaseUrl: () => databaseConfig().url,
        input: process.stdin,
        output: process.stdout,
        say: (text) => console.error(text),
      });
    case 'serve':
      return await serveUntilToldToEnd();
  }
}

async function serveUntilToldToEnd(): Promise<number> {
  const pagesBeside = fileURLToPath(new URL('../../listener/dist', import.meta.url));
  const started = await serve(process.env, { pagesBeside });
  if (started.ok) {
    const { serving } = started;
    return await endOnSignal({ source: process, close: () => serving.close(), logger: serving.logger });
  }
  for (const problem of started.problems) console.error(problem);
  return 1;
}

function databaseConfig(): { readonly url: string; readonly token: string | undefined } {
  const read = readConfig(process.env);
  if (!read.ok) throw new StoreError('bad-address', read.problems.join('\n'));
  return { url: read.config.database, token: read.config.databaseToken ?? undefined };
}

async function openAdmin() {
  const database = await openDatabase(databaseConfig());
  const admin = new StationAdmin({ database, wallMs: () => Date.now() });
  return { admin, close: () => database.close() };
}

/** One line of standard input. */
async function askForCode(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Access code: ');
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return '';
}
