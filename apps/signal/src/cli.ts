import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';

import { isUsableAccessCode, limits } from '@mauzin/shared';

import { hashAccessCode } from './access/access-code.ts';
import { generateBroadcasterKey, hashBroadcasterKey } from './access/broadcaster-key.ts';
import { type Command, helpText, parseCommandLine } from './admin/command-line.ts';
import { StationAdmin } from './admin/station-admin.ts';
import { runStationCommand } from './admin/station-commands.ts';
import { readConfig } from './config/read-config.ts';
import { createLogger } from './logger.ts';
import { serve } from './serve.ts';
import { openDatabase } from './stations/station-store.ts';
import { StoreError } from './stations/store-error.ts';
import type { SignalService } from './service.ts';

/** How long peers may take to say goodbye before the process ends all the same, ms. */
const longestGoodbyeMs = 10_000;

const command = parseCommandLine(process.argv.slice(2), process.env);
process.exitCode = await run(command);

async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      console.log(command.text);
      return 0;
    case 'wrong':
      console.error(`${command.problem}\n\n${helpText}`);
      return 2;
    case 'station':
      return await runStationCommand(command, {
        open: openAdmin,
        askForCode,
        print: (text) => console.log(text),
        complain: (text) => console.error(text),
      });
    case 'key': {
      const key = generateBroadcasterKey();
      console.log(`key      ${key}   (for the desktop app; keep it to yourself)`);
      console.log(`keyHash  ${hashBroadcasterKey(key)}   (for stations.json)`);
      return 0;
    }
    case 'code':
      return await printCodeHash(command.code ?? (await askForCode()));
    case 'serve': {
      const pagesBeside = fileURLToPath(new URL('../../listener/dist', import.meta.url));
      const started = await serve(command, pagesBeside, createLogger(process.env['LOG_LEVEL']));
      if (started.ok) return closeOnSignal(started.service);
      for (const problem of started.problems) console.error(problem);
      return 1;
    }
  }
}

async function openAdmin() {
  const read = readConfig(process.env);
  if (!read.ok) throw new StoreError('bad-address', read.problems.join('\n'));
  const { database: url, databaseToken } = read.config;
  const database = await openDatabase({ url, token: databaseToken ?? undefined });
  const admin = new StationAdmin({ database, wallMs: () => Date.now() });
  return { admin, close: () => database.close() };
}

async function printCodeHash(code: string): Promise<number> {
  if (!isUsableAccessCode(code)) {
    const { accessCodeChars, leastAccessCodeChars } = limits;
    console.error(`An access code has ${leastAccessCodeChars} to ${accessCodeChars} letters and digits.`);
    return 2;
  }
  console.log(`accessCodeHash  ${await hashAccessCode(code)}   (for stations.json)`);
  return 0;
}

/** One line of standard input. */
async function askForCode(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Access code: ');
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return '';
}

/** Resolves with the exit code when the service has been told to end, and has. A second signal does not wait. */
async function closeOnSignal(service: SignalService): Promise<number> {
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  process.once('SIGTERM', () => process.exit(1));
  process.once('SIGINT', () => process.exit(1));
  const tooLong = setTimeout(() => process.exit(1), longestGoodbyeMs);
  await service.close();
  clearTimeout(tooLong);
  return 0;
}
