/** The engine's process: the engine, driven by main over Electron's utility-process port. */
import { networkInterfaces } from 'node:os';

import { systemClock } from '@mauzin/media/clock';
import { parseValue } from '@mauzin/shared';

import { aliveEveryMs, type FromEngine, type ToEngine, toEngineSchema } from './contract.ts';
import { Engine } from './engine.ts';
import { createEngineLogger } from './logger.ts';
import { readDefaultRoutes } from './network/default-routes.ts';

const [pagesDir = ''] = process.argv.slice(2);
const logger = createEngineLogger('info');
const { parentPort } = process;
const tell = (message: FromEngine): void => parentPort.postMessage(message);

const engine = new Engine({
  pagesDir,
  clock: systemClock,
  wallMs: Date.now,
  random: Math.random,
  interfaces: networkInterfaces,
  readDefaultRoutes,
  logger,
  hasSaver: true,
  onState: (state) => tell({ type: 'state', state }),
  onMixSignal: (signal) => tell({ type: 'mix-signal', signal }),
  onSentinelSignal: (signal) => tell({ type: 'sentinel-signal', signal }),
});

function obey(message: ToEngine): void {
  switch (message.type) {
    case 'configure':
      return engine.configure(message.config);
    case 'set-live':
      return engine.setLive(message.live, message.onAirMs, message.resumes);
    case 'take-over':
      return engine.takeOver();
    case 'mix-signal':
      return engine.mixSignal(message.signal);
    case 'sentinel-signal':
      return engine.sentinelSignal(message.signal);
    case 'wake':
      return engine.wake();
    case 'stop':
      void engine.close().finally(() => process.exit(0));
      return undefined;
    default:
      return message satisfies never;
  }
}

parentPort.on('message', ({ data }: { readonly data: unknown }) => {
  const parsed = parseValue(toEngineSchema, data);
  if (parsed.ok) obey(parsed.value);
  else logger.error({ detail: parsed.detail }, 'main said something unreadable');
});

// Ctrl+C in a terminal reaches this process too; main says `stop`, and there is time for a goodbye.
process.on('SIGINT', () => undefined);

// A mistake in one callback must not silence a whole congregation.
process.on('uncaughtException', (error) => logger.error({ err: error }, 'uncaught'));
process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled'));

setInterval(() => tell({ type: 'alive' }), aliveEveryMs);
tell({ type: 'ready' });
