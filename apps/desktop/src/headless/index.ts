/** Mauzin without a window: the same engine, with a sound file in place of the mix. */
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';

import { MediaError, openOggOpusFile, type Source } from '@mauzin/media';
import type { EngineState } from '@mauzin/desktop-contract';
import { systemClock } from '@mauzin/media/clock';

import { Engine } from '../engine/engine.ts';
import { createEngineLogger } from '../engine/logger.ts';
import { readDefaultRoutes } from '../engine/network/default-routes.ts';
import { terminalQr } from '../terminal/terminal-qr.mjs';
import { help, type HeadlessArguments, readArguments } from './arguments.ts';
import { announcer } from './announce.ts';
import { defaultDataFolder, loadStation, type SavedStation } from './saved-station.ts';

const here = import.meta.dirname;
/** What comes with the program: copied beside its bundle, or where it is made, when it runs from source. */
const beside = import.meta.url.endsWith('.ts')
  ? {
      pages: resolve(here, '../../../listener/dist'),
      sample: resolve(here, '../../../../packages/media/assets/sample.opus'),
    }
  : { pages: resolve(here, '../listener'), sample: resolve(here, '../sample.opus') };

const parsed = readArguments(process.argv.slice(2), process.env);
if (parsed.kind === 'run') await run(parsed.values);
else if (parsed.kind === 'help') process.stdout.write(help);
else fail(`${parsed.message}\n\n${help}`);

async function run(values: HeadlessArguments): Promise<void> {
  let source: Source;
  let saved: SavedStation;
  try {
    source = await openOggOpusFile({
      path: values.file ?? beside.sample,
      clock: systemClock,
      loop: values.loop,
      onTrouble: (sentence) => process.stderr.write(`${sentence}\n`),
    });
    saved = loadStation(values.data ?? defaultDataFolder(process.env), values.stationName);
  } catch (error) {
    return fail(error instanceof MediaError || error instanceof Error ? error.message : String(error));
  }
  return broadcast(values, source, saved);
}

function broadcast(values: HeadlessArguments, source: Source, { key, station }: SavedStation): void {
  const announce = announcer({
    json: values.json,
    write: (text) => process.stdout.write(text),
    qrOf: (link) => terminalQr(link, process.stdout, process.env),
  });
  const engine = new Engine({
    pagesDir: beside.pages,
    clock: systemClock,
    wallMs: Date.now,
    random: Math.random,
    interfaces: networkInterfaces,
    readDefaultRoutes,
    logger: createEngineLogger('silent'),
    hasSaver: false,
    onState: (state: EngineState) => announce.state(state),
    onMixSignal: () => undefined,
    onSourceEnded: (error) => void stop(error ? 1 : 0, error?.message ?? null),
  });

  const stop = async (code: number, why: string | null): Promise<void> => {
    if (why !== null) process.stderr.write(`${why}\n`);
    // A socket that hangs must not keep anybody waiting at the prompt.
    systemClock.after(stopWithinMs, () => process.exit(code));
    await engine.close();
    announce.stopped();
    process.exit(code);
  };
  process.once('SIGINT', () => void stop(0, null));
  process.once('SIGTERM', () => void stop(0, null));

  const server = values.remote ?? ({ kind: 'inside', port: values.port, key } as const);
  const { accessCode, directListeners, record: recordTo, recordEach } = values;
  engine.configure({ station, server, accessCode, recordTo, recordEach, directListeners });
  engine.setLive(true);
  engine.setSource(source);
}

const stopWithinMs = 4_000;

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
