import { FakeClock } from '@mauzin/shared/testing';
import { expect, test } from 'vitest';

import { LineMeter } from '../../line-meter.ts';
import { silentLogger } from '../../service-logger.ts';
import type { RelayProcessStats } from './contracts.ts';
import type { ForkOptions } from './fork-process.ts';
import type { ToProcess } from './ipc.ts';
import { RelayError } from './relay-error.ts';
import { RelaySlot } from './relay-slot.ts';

/** A process that does what the test says. */
interface FakeProcess {
  readonly told: ToProcess[];
  ended: boolean;
  readonly events: Pick<ForkOptions, 'onExit' | 'onMessage'>;
}

function setUp({ settings = () => Promise.resolve({ port: 8080 }) } = {}) {
  const clock = new FakeClock();
  const processes: FakeProcess[] = [];
  const events: string[] = [];
  const warned: object[] = [];
  const slot: RelaySlot = new RelaySlot({
    index: 0,
    maxListeners: 2,
    clock,
    lines: new LineMeter(clock),
    logger: { ...silentLogger, warn: (fields) => warned.push(fields) },
    fork: (handlers) => {
      const made: FakeProcess = { told: [], ended: false, events: handlers };
      processes.push(made);
      return {
        pid: processes.length,
        post: (message) => made.told.push(message),
        end: () => {
          made.ended = true;
          return Promise.resolve();
        },
      };
    },
    settings,
    onMessage: (message) => events.push(message.type),
    onLost: () => events.push('lost'),
    onChange: () => events.push(`changed: ${slot.hasRoom}`),
  });
  const newest = (): FakeProcess => {
    const made = processes.at(-1);
    if (!made) throw new Error('no process was started');
    return made;
  };
  const ready = (): void => newest().events.onMessage({ type: 'ready', port: 8080 });
  /** Time goes by in which the process tells its figures, as it does each second. */
  const runFor = (ms: number): void => {
    for (let left = ms; left > 0; left -= 1_000) {
      newest().events.onMessage({ type: 'stats', stats });
      clock.advance(Math.min(left, 1_000));
    }
  };
  const die = (): void => newest().events.onExit({ code: null, signal: 'SIGSEGV', trace: '' });
  return { clock, die, events, newest, processes, ready, runFor, slot, warned };
}

const stats: RelayProcessStats = {
  pid: 1,
  port: 8080,
  listeners: 0,
  uplinks: 0,
  packetsIn: 0,
  packetsOut: 0,
  packetsDropped: 0,
  bytesOut: 0,
  rssBytes: 0,
  loopDelayMs: 0,
};
const leave: ToProcess = { type: 'leave', station: 'noor' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('nothing is started before it is needed, and what is told meanwhile is told in order', async () => {
  const { newest, processes, ready, slot } = setUp();
  expect([slot.isIdle, slot.hasRoom, processes]).toEqual([true, true, []]);
  expect([slot.tell(leave), slot.tell(leave)]).toEqual([1, 2]);
  await turn();
  expect(newest().told.map(({ type }) => type)).toEqual(['begin']);
  ready();
  slot.tell({ type: 'tap', station: 'noor', rendition: 'normal', on: true });
  expect(newest().told.map(({ type }) => type)).toEqual(['begin', 'leave', 'leave', 'tap']);
});

test('starting it often starts it once', async () => {
  const { processes, ready, slot } = setUp();
  const started = Promise.all([slot.start(), slot.start()]);
  await turn();
  ready();
  await started;
  await slot.start();
  expect(processes).toHaveLength(1);
});

test('one that dies is started again at once, and then later each time', async () => {
  const { clock, die, events, processes, ready, runFor, slot } = setUp();
  slot.use('noor');
  slot.tell(leave);
  await turn();
  ready();
  die();
  expect(events).toEqual(['changed: true', 'lost', 'changed: true']);
  for (const pauseMs of [1_000, 2_000, 4_000]) {
    slot.tell(leave);
    await turn();
    ready();
    die();
    expect([slot.isThere, slot.hasRoom]).toEqual([false, false]);
    await expect(slot.start()).rejects.toThrow('SIGSEGV');
    clock.advance(pauseMs - 1);
    expect(slot.isThere).toBe(false);
    clock.advance(1);
    expect(slot.hasRoom).toBe(true);
  }
  slot.tell(leave);
  await turn();
  ready();
  runFor(30_000); // it has run well for long enough
  die();
  expect(slot.hasRoom).toBe(true);
  expect(processes).toHaveLength(5);
});

test('one that cannot begin says why, and is tried again', async () => {
  const { clock, events, newest, slot } = setUp();
  const started = slot.start();
  await turn();
  newest().events.onMessage({ type: 'failed', reason: 'port-taken', message: 'UDP port 8080 is taken.' });
  await expect(started).rejects.toMatchObject({ reason: 'port-taken', message: 'UDP port 8080 is taken.' });
  expect([newest().ended, slot.isThere]).toEqual([true, false]);
  expect(events).toEqual(['lost', 'changed: false']);
  clock.advance(500);
  expect([slot.isIdle, events.at(-1)]).toEqual([true, 'changed: true']);
});

test('one that never says that it has begun is ended, and another is started', async () => {
  const { clock, events, newest, processes, ready, slot } = setUp();
  const started = slot.start();
  await turn();
  clock.advance(20_000);
  await expect(started).rejects.toThrow('has said nothing for 20 s');
  expect([newest().ended, slot.isThere]).toEqual([true, false]);
  expect(events).toEqual(['lost', 'changed: false']);
  clock.advance(500);
  slot.tell(leave);
  await turn();
  ready();
  expect([processes.length, slot.isUp]).toEqual([2, true]);
});

test('one that falls silent while it runs is lost; one that speaks now and then is not', async () => {
  const { clock, events, newest, ready, runFor, slot } = setUp();
  slot.tell(leave);
  await turn();
  ready();
  runFor(60_000);
  clock.advance(14_000);
  newest().events.onMessage({ type: 'stats', stats });
  clock.advance(14_000);
  expect([newest().ended, events]).toEqual([false, ['changed: true']]);
  clock.advance(6_000);
  expect([newest().ended, events]).toEqual([true, ['changed: true', 'lost', 'changed: true']]);
  await slot.close();
  expect(clock.pending).toBe(0);
});

test('settings that cannot be had are the same', async () => {
  const { slot } = setUp({
    settings: () => Promise.reject(new RelayError('address-unavailable', 'nowhere')),
  });
  await expect(slot.start()).rejects.toMatchObject({ reason: 'address-unavailable' });
});

test('what a process says that was replaced is not heard', async () => {
  const { die, events, processes, ready, slot } = setUp();
  slot.tell(leave);
  await turn();
  ready();
  die();
  slot.tell(leave);
  await turn();
  events.length = 0;
  processes[0]?.events.onMessage({ type: 'gone', station: 'noor', listeners: ['ann'], heard: 1 });
  processes[0]?.events.onExit({ code: 0, signal: null, trace: '' });
  expect(events).toEqual([]);
});

test('it is ended when nobody needed it for ten minutes, and is there again when somebody does', async () => {
  const { newest, processes, ready, runFor, slot } = setUp();
  slot.use('noor');
  slot.use('huda');
  slot.tell(leave);
  await turn();
  ready();
  slot.leave('noor');
  slot.leave('huda');
  runFor(9 * 60_000);
  slot.use('noor');
  runFor(60 * 60_000);
  expect(newest().ended).toBe(false);
  slot.leave('noor');
  runFor(10 * 60_000 - 1);
  expect(newest().ended).toBe(false);
  runFor(1);
  expect([newest().ended, slot.isIdle, slot.hasRoom]).toEqual([true, true, true]);
  newest().events.onExit({ code: 0, signal: null, trace: '' });
  expect(slot.isIdle).toBe(true); // it was asked to
  slot.tell(leave);
  await turn();
  expect(processes).toHaveLength(2);
});

test('it has room for so many, and says when that changes', async () => {
  const { events, slot } = setUp();
  slot.count(1);
  slot.count(1);
  await turn();
  expect([slot.hasRoom, events]).toEqual([false, ['changed: false']]);
  slot.count(-1);
  await turn();
  expect([slot.hasRoom, events]).toEqual([true, ['changed: false', 'changed: true']]);
});

test('closed, it starts nothing, and ends what it had', async () => {
  const { newest, processes, ready, slot } = setUp();
  slot.tell(leave);
  await turn();
  ready();
  await Promise.all([slot.close(), slot.close()]);
  slot.tell(leave);
  await turn();
  expect([newest().ended, processes.length, slot.hasRoom]).toEqual([true, 1, false]);
  await expect(slot.start()).rejects.toMatchObject({ reason: 'closed' });
});

test('closed while it starts, it starts no process', async () => {
  const { processes, slot } = setUp();
  const started = slot.start();
  await slot.close();
  await expect(started).rejects.toMatchObject({ reason: 'closed' });
  await turn();
  expect(processes).toEqual([]);
});

test('a listener whose answers fail writes one line a minute, however often they do', async () => {
  const { newest, ready, runFor, slot, warned } = setUp();
  const started = slot.start();
  await Promise.resolve();
  ready();
  await started;
  const fail = (times: number): void => {
    for (let time = 0; time < times; time += 1)
      newest().events.onMessage({ type: 'problem', station: 'noor', detail: 'the answer cannot be used' });
  };
  fail(100);
  const problem = { process: 0, station: 'noor', detail: 'the answer cannot be used' };
  expect(warned).toEqual([problem]);
  runFor(60_000);
  fail(2);
  expect(warned).toEqual([problem, { ...problem, heldBack: 99 }]);
});
