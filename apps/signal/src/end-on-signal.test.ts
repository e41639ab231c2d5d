import { EventEmitter } from 'node:events';

import { expect, it } from 'vitest';

import { endOnSignal, type SignalSource } from './end-on-signal.ts';
import { silentLogger } from './service-logger.ts';
import { until } from './testing/harness.ts';

function process() {
  const emitter = new EventEmitter();
  const exits: number[] = [];
  const source: SignalSource = {
    on: (signal, told) => emitter.on(signal, told),
    off: (signal, told) => emitter.off(signal, told),
    exit: (code) => exits.push(code),
  };
  const listening = (): number => emitter.listenerCount('SIGTERM') + emitter.listenerCount('SIGINT');
  return { emitter, exits, source, listening };
}

/** Closes when it is told. */
function slowClose() {
  let finish = (): void => undefined;
  const state = { began: 0 };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      state.began += 1;
      finish = resolve;
    });
  return { close, state, finish: () => finish() };
}

it.each(['SIGTERM', 'SIGINT'])('%s closes, and leaves no handler behind', async (signal) => {
  const { emitter, exits, listening, source } = process();
  const { close, finish, state } = slowClose();
  const code = endOnSignal({ source, close, logger: silentLogger });
  expect(state.began).toBe(0);
  emitter.emit(signal);
  await until(() => state.began === 1);
  finish();
  expect(await code).toBe(0);
  expect([exits, listening()]).toEqual([[], 0]);
});

it('a second signal ends at once', async () => {
  const { emitter, exits, source } = process();
  const { close, finish, state } = slowClose();
  const code = endOnSignal({ source, close, logger: silentLogger });
  emitter.emit('SIGTERM');
  await until(() => state.began === 1);
  emitter.emit('SIGINT');
  expect(exits).toEqual([1]);
  finish();
  await code;
});

it('closing that takes too long is cut short', async () => {
  const { emitter, exits, source } = process();
  const { close, finish } = slowClose();
  const code = endOnSignal({ source, close, logger: silentLogger, hardStopMs: 10 });
  emitter.emit('SIGTERM');
  await until(() => exits.length > 0);
  expect(exits).toEqual([1]);
  finish();
  await code;
});
