import { FakeClock } from '@mauzin/shared/testing';
import type { Rendition } from '@mauzin/shared';
import { describe, expect, onTestFinished, test } from 'vitest';

import { LineMeter } from '../../line-meter.ts';
import { silentLogger } from '../../service-logger.ts';
import type { FromRelay } from './contracts.ts';
import type { ForkOptions } from './fork-process.ts';
import type { FromProcess, ToProcess } from './ipc.ts';
import { RelaySeats } from './relay-seats.ts';
import { StationAtRelay } from './station-at-relay.ts';
import { RelaySlot } from './relay-slot.ts';

/** A station at the relay, among processes that only keep what they are told. */
async function setUp({ maxListeners = 2, processes = 2 } = {}) {
  const clock = new FakeClock();
  const told: ToProcess[][] = [];
  const events: (Pick<ForkOptions, 'onExit' | 'onMessage'> | undefined)[] = [];
  const said: FromRelay[] = [];
  const slots = Array.from({ length: processes }, (_, index): RelaySlot => {
    told.push([]);
    const slot: RelaySlot = new RelaySlot({
      index,
      maxListeners,
      clock,
      lines: new LineMeter(clock),
      logger: silentLogger,
      fork: (handlers) => {
        events[index] = handlers;
        queueMicrotask(() => handlers.onMessage({ type: 'ready', port: 1 }));
        return { pid: index, post: (message) => told[index]?.push(message), end: () => Promise.resolve() };
      },
      settings: () => Promise.resolve({ port: 1 }),
      onMessage: (message) => relayed.hear(slot, message),
      onLost: () => relayed.lose(slot),
      onChange: () => relayed.roomChanged(),
    });
    return slot;
  });
  const relayed: StationAtRelay = new StationAtRelay({
    station: 'noor',
    slots,
    seats: new RelaySeats(processes * maxListeners, null),
    clock,
    logger: silentLogger,
    says: (message) => said.push(message),
    onClosed: () => undefined,
  });
  onTestFinished(async () => {
    relayed.close();
    await Promise.all(slots.map((slot) => slot.close()));
    expect(clock.pending).toBe(0);
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const listen = (listener: string, rendition?: Rendition): Promise<void> => {
    const wish = rendition === undefined ? {} : { rendition };
    relayed.tell({ type: 'of-listener', message: { type: 'listen', listener, connection: null, ...wish } });
    return settle();
  };
  const want = (rendition: Rendition, wanted = true): Promise<void> => {
    relayed.tell({ type: 'uplink', rendition, wanted });
    return settle();
  };
  const says = (process: number, message: FromProcess): void => events[process]?.onMessage(message);
  const die = (process: number): void => events[process]?.onExit({ code: 1, signal: null, trace: '' });
  /** What a process was told since the last look, in short. */
  const news = (process: number): string[] =>
    (told[process]?.splice(0) ?? []).flatMap((message) => {
      if (message.type === 'begin') return [];
      if (message.type !== 'station') return [message.type];
      const inside = message.message;
      if (inside.type === 'uplink') return [`${inside.rendition}: ${inside.wanted ? 'wanted' : 'let go'}`];
      if (inside.type === 'of-broadcaster') return [`to uplink: ${inside.message.type}`];
      return [`${inside.message.type} ${inside.message.listener}`];
    });
  return { clock, die, listen, news, said, says, relayed, settle, slots, want };
}

describe('a further process', () => {
  test('is a listener of the first, for what is wanted in it', async () => {
    const { listen, news, said, says, want } = await setUp();
    await want('normal');
    for (const listener of ['ann', 'ben', 'cem']) await listen(listener);
    expect(news(0)).toEqual(['normal: wanted', 'listen ann', 'listen ben']);
    expect(news(1)).toEqual(['listen cem', 'normal: wanted']);
    const listens = { type: 'listen', connection: null } as const;
    says(1, {
      type: 'station',
      station: 'noor',
      message: { type: 'to-broadcaster', rendition: 'normal', message: listens },
    });
    expect(news(0)).toEqual(['listen inner-1-normal']);
    const offer = { type: 'offer', listener: 'inner-1-normal', connection: 'c1', sdp: 'v=0' } as const;
    says(0, { type: 'station', station: 'noor', message: { type: 'to-listener', message: offer } });
    expect(news(1)).toEqual(['to uplink: offer']);
    expect(said).toEqual([]);
  });

  test('is given a rendition for a while after the last who wanted it', async () => {
    const { clock, listen, news, relayed, settle, want } = await setUp({ maxListeners: 1 });
    await want('normal');
    await listen('ann');
    await listen('ben');
    news(0);
    news(1);
    relayed.tell({ type: 'of-listener', message: { type: 'unlisten', listener: 'ben' } });
    clock.advance(9_999);
    expect(news(1)).toEqual(['unlisten ben']);
    clock.advance(1);
    await settle();
    expect(news(1)).toEqual(['normal: let go', 'leave']);
    expect(news(0)).toEqual(['listener-left inner-1-normal']);
  });

  test('is let go with the uplink', async () => {
    const { listen, news, want } = await setUp({ maxListeners: 1 });
    await want('normal');
    await listen('ann');
    await listen('ben');
    news(0);
    news(1);
    await want('normal', false);
    expect(news(0)).toEqual(['normal: let go', 'listener-left inner-1-normal']);
    expect(news(1)).toEqual(['normal: let go']);
  });
});

test('when the home dies, a further process takes its place, and asks for the sound at once', async () => {
  const { die, listen, news, said, says, settle, want } = await setUp({ maxListeners: 1 });
  await want('normal');
  await listen('ann');
  await listen('ben');
  news(1);
  die(0);
  await settle();
  expect(news(1)).toEqual(['normal: let go', 'normal: wanted']);
  const message = { type: 'listen', connection: null } as const;
  says(1, {
    type: 'station',
    station: 'noor',
    message: { type: 'to-broadcaster', rendition: 'normal', message },
  });
  expect(said).toEqual([
    { type: 'lost', listeners: ['ann'] },
    { type: 'to-broadcaster', rendition: 'normal', message },
  ]);
});

test('readers that came while no process could be had are given packets once there is one', async () => {
  const { clock, die, listen, news, relayed, settle, want } = await setUp({ processes: 1 });
  await want('normal');
  for (let death = 0; death < 2; death += 1) {
    die(0);
    await settle();
  }
  await want('normal', false);
  relayed.openStream(
    { station: 'noor', rendition: 'normal', filled: false },
    { write: () => true, end: () => undefined },
  );
  news(0);
  clock.advance(1_000);
  await listen('ann');
  expect(news(0)).toEqual(['tap', 'listen ann']);
});

describe('a listener', () => {
  test('that nobody told to be gone is counted until its process says so', async () => {
    const { listen, said, says, relayed, settle } = await setUp({ maxListeners: 1, processes: 1 });
    await listen('ann');
    relayed.tell({
      type: 'of-listener',
      message: { type: 'listener-left', listener: 'ann', reason: 'lost' },
    });
    await settle();
    expect(relayed.isOpen).toBe(false); // it may still hear
    says(0, { type: 'gone', station: 'noor', listeners: ['ann'], heard: 1 });
    expect(relayed.isOpen).toBe(false); // said before it was told the last
    says(0, { type: 'gone', station: 'noor', listeners: ['ann'], heard: 2 });
    expect(relayed.isOpen).toBe(true);
    expect(said).toEqual([]);
  });

  test('stays in its process, whatever it asks for', async () => {
    const { listen, news, slots } = await setUp();
    await listen('ann');
    await listen('ann', 'saver');
    await listen('ann', 'saver');
    expect(news(0)).toEqual(['listen ann', 'listen ann', 'listen ann']);
    expect(slots[1]?.isIdle).toBe(true);
  });

  test('that nobody knows is told so when it answers', async () => {
    const { said, relayed } = await setUp();
    const message = { type: 'answer', listener: 'ann', connection: 'c1', sdp: 'v=0' } as const;
    relayed.tell({ type: 'of-listener', message });
    expect(said).toEqual([
      { type: 'to-listener', message: { type: 'closed', listener: 'ann', connection: 'c1' } },
    ]);
  });

  test('is not told what another process says of it', async () => {
    const { listen, said, says } = await setUp({ maxListeners: 1 });
    await listen('ann');
    await listen('ben');
    const message = { type: 'closed', listener: 'ann', connection: 'c1' } as const;
    says(1, { type: 'station', station: 'noor', message: { type: 'to-listener', message } });
    expect(said).toEqual([]);
  });
});

test('nothing is left in a process once nobody needs anything there', async () => {
  const { listen, news, relayed, settle, want } = await setUp();
  await want('normal');
  await listen('ann');
  relayed.tell({ type: 'of-listener', message: { type: 'listener-left', listener: 'ann', reason: 'bye' } });
  await settle();
  expect(news(0)).not.toContain('leave');
  await want('normal', false);
  expect(news(0)).toEqual(['normal: let go', 'leave']);
});

test('while no process can be had the relay is not open, and what is wanted begins when there is one', async () => {
  const { clock, die, listen, news, said, relayed, settle, want } = await setUp({ processes: 1 });
  await want('normal');
  await listen('ann');
  news(0);
  die(0); // the first time it is started again at once
  await settle();
  expect(news(0)).toEqual(['normal: wanted']);
  die(0);
  await settle();
  expect([relayed.isOpen, news(0)]).toEqual([false, []]);
  await listen('ann');
  expect(said).toEqual([
    { type: 'lost', listeners: ['ann'] },
    { type: 'to-listener', message: { type: 'refuse', listener: 'ann', code: 'station-full' } },
  ]);
  clock.advance(1_000);
  await settle();
  expect([relayed.isOpen, news(0)]).toEqual([true, ['normal: wanted']]);
});
