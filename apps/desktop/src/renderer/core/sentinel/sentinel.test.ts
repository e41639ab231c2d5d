import type { SentinelSignalFromRenderer, SentinelState } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, test } from 'vitest';

import type { Envelope } from '../worklets/create-meter.ts';
import type { Ear, EarEvents } from './ear.ts';
import { Sentinel } from './sentinel.ts';

class FakeEar implements Ear {
  readonly sdp: string;
  readonly events: EarEvents;
  readonly candidates: string[] = [];
  received = 0;
  closed = false;

  constructor(sdp: string, events: EarEvents) {
    this.sdp = sdp;
    this.events = events;
  }

  candidate({ candidate }: { candidate: string }): void {
    this.candidates.push(candidate);
  }

  packets(): Promise<number> {
    return Promise.resolve(this.received);
  }

  close(): void {
    this.closed = true;
  }
}

const live = { air: { name: 'live', onAirMs: 0 }, mix: 'flowing', relayUsed: false } as const;
const gap = { air: { name: 'live', onAirMs: 0 }, mix: 'none', relayUsed: false } as const;
const off = { air: { name: 'off' }, mix: 'none', relayUsed: false } as const;

function setUp() {
  const clock = new FakeClock();
  const said: SentinelSignalFromRenderer[] = [];
  const reports: SentinelState[] = [];
  const ears: FakeEar[] = [];
  const mixListeners = new Set<(envelope: Envelope) => void>();
  const sentinel = new Sentinel({
    onMixEnvelope: (listener) => {
      mixListeners.add(listener);
      return () => mixListeners.delete(listener);
    },
    openEar: ({ sdp }, events) => {
      const ear = new FakeEar(sdp, events);
      ears.push(ear);
      return ear;
    },
    send: (signal) => said.push(signal),
    report: (state) => reports.push(state),
    clock,
    random: () => 1,
  });
  const ear = (): FakeEar => ears.at(-1)!;
  const offer = (connection: string, by?: 'relay'): void =>
    sentinel.receive({
      type: 'offer',
      connection,
      sdp: `offer ${connection}`,
      iceServers: [],
      ...(by ? { by } : {}),
    });
  /** Time with sound: 50 ms of the mix at a time, and the same at the ear, `lateMs` later, unless it is cut. */
  const sound = async (ms: number, { lateMs = 200, cut = false } = {}): Promise<void> => {
    for (let spent = 0; spent < ms; spent += 50) {
      clock.advance(50);
      const atMs = clock.now();
      for (const listener of mixListeners) listener({ atMs, rms: voice(atMs) });
      if (ears.length > 0 && !ear().closed) {
        ear().events.envelope({ atMs, rms: cut ? new Float32Array(5) : voice(atMs - lateMs) });
        if (!cut) ear().received += 2;
      }
      await Promise.resolve();
    }
  };
  return { clock, ear, ears, mixListeners, offer, reports, said, sentinel, sound };
}

/** A level of many rhythms that do not repeat. */
const voice = (atMs: number): Float32Array =>
  Float32Array.from({ length: 5 }, (_, index) => {
    const s = (atMs + index * 10) / 1_000;
    return 0.1 * (1.1 + Math.sin(7 * s + 3 * Math.sin(s * s * 0.3)) * Math.cos(11.3 * s));
  });

describe('on the air', () => {
  test('it asks, answers and says that listeners hear, and how far behind', async () => {
    const { ear, offer, reports, said, sentinel, sound } = setUp();
    sentinel.follow(live);
    sentinel.follow(live);
    expect(said).toEqual([{ type: 'listen' }]);
    await sound(200);
    offer('c1');
    expect(ear().sdp).toBe('offer c1');
    ear().events.answer('answer');
    const candidate = { candidate: 'one', sdpMid: '0' };
    ear().events.candidate(candidate);
    sentinel.receive({ type: 'candidate', connection: 'c1', candidate });
    sentinel.receive({ type: 'candidate', connection: 'c0', candidate });
    expect(said.slice(1)).toEqual([
      { type: 'answer', connection: 'c1', sdp: 'answer' },
      { type: 'candidate', connection: 'c1', candidate },
    ]);
    expect(ear().candidates).toEqual(['one']);
    await sound(10_000);
    expect(reports).toEqual([{ name: 'listening' }, { name: 'heard', behindMs: 200 }]);
  });

  test('a cut path is said 5 s later, and then not more often than each 2 s; mended, it is heard again', async () => {
    const { offer, reports, sentinel, sound } = setUp();
    sentinel.follow(live);
    offer('c1');
    await sound(6_000);
    expect(reports.at(-1)).toEqual({ name: 'heard', behindMs: 200 });
    await sound(4_000, { cut: true });
    expect(reports.at(-1)).toEqual({ name: 'heard', behindMs: 200 });
    await sound(1_500, { cut: true });
    expect(reports.at(-1)).toMatchObject({ name: 'not-heard' });
    const told = reports.length;
    await sound(6_000, { cut: true });
    expect(reports.slice(told).every(({ name }) => name === 'not-heard')).toBe(true);
    expect(reports.length - told).toBe(3);
    offer('c2');
    await sound(5_000, { lateMs: 320 });
    expect(reports.at(-1)).toEqual({ name: 'heard', behindMs: 320 });
  });

  test('what no longer comes is not heard for ever, however like it was', async () => {
    const { clock, offer, reports, sentinel, sound } = setUp();
    sentinel.follow(live);
    offer('c1');
    await sound(6_000);
    expect(reports.at(-1)).toEqual({ name: 'heard', behindMs: 200 });
    // The mix flows on, but nothing measures it any more.
    clock.advance(62_000);
    expect(reports.at(-1)).toEqual({ name: 'listening' });
  });

  test('a mix that stops is no reason for alarm; it listens again when the mix is back', async () => {
    const { ear, ears, mixListeners, offer, reports, said, sentinel, sound } = setUp();
    sentinel.follow(live);
    offer('c1');
    await sound(6_000);
    sentinel.follow(gap);
    expect(reports.at(-1)).toEqual({ name: 'listening' });
    expect([ear().closed, mixListeners.size]).toEqual([true, 0]);
    sentinel.receive({ type: 'offer', connection: 'late', sdp: 'late', iceServers: [] });
    expect(ears).toHaveLength(1);
    sentinel.follow(live);
    expect(said.slice(-2)).toEqual([{ type: 'closed', connection: 'c1' }, { type: 'listen' }]);
  });

  test('off the air everything is closed', async () => {
    const { clock, ear, mixListeners, offer, reports, sentinel, sound } = setUp();
    sentinel.follow(live);
    offer('c1');
    await sound(1_000);
    sentinel.follow(off);
    expect(reports.at(-1)).toEqual({ name: 'off' });
    expect([ear().closed, mixListeners.size, clock.pending]).toEqual([true, 0, 0]);
    sentinel.close();
    expect(clock.pending).toBe(0);
  });
});

describe('while somebody hears by the relay', () => {
  const used = { ...live, relayUsed: true };
  const asked = (said: readonly SentinelSignalFromRenderer[]) => said.filter(({ type }) => type === 'listen');

  test('both ways are heard in turns, and the figures say which', async () => {
    const { offer, reports, said, sentinel, sound } = setUp();
    sentinel.follow(live);
    offer('c1');
    await sound(30_000);
    expect(asked(said)).toEqual([{ type: 'listen' }]);
    sentinel.follow(used);
    await sound(500);
    expect(asked(said)).toEqual([{ type: 'listen' }, { type: 'listen', by: 'relay' }]);
    offer('r1', 'relay');
    await sound(5_000, { lateMs: 400 });
    expect(reports.at(-1)).toEqual({ name: 'heard', behindMs: 400, by: 'relay' });
    await sound(16_000, { lateMs: 400 });
    expect(asked(said).at(-1)).toEqual({ type: 'listen' });
    offer('c2');
    await sound(5_000);
    expect(reports.at(-1)).toEqual({ name: 'heard', behindMs: 200 });
    await sound(16_000);
    expect(asked(said)).toHaveLength(4);
    offer('r2', 'relay');
    sentinel.follow(live);
    await sound(500);
    expect(asked(said).at(-1)).toEqual({ type: 'listen' });
  });

  test('a way on which nothing is heard is named, and stayed on', async () => {
    const { offer, reports, said, sentinel, sound } = setUp();
    sentinel.follow(live);
    offer('c1');
    await sound(5_000);
    sentinel.follow(used);
    await sound(500);
    for (const connection of ['r1', 'r2', 'r3', 'r4', 'r5', 'r6']) {
      offer(connection, 'relay');
      await sound(4_000, { cut: true });
    }
    expect(reports.at(-1)).toMatchObject({ name: 'not-heard', by: 'relay' });
    expect(asked(said).slice(1)).toSatisfy((all: { by?: string }[]) => all.every(({ by }) => by === 'relay'));
  });

  test('a service that knows no such wish is not asked again and again', async () => {
    const { offer, reports, said, sentinel, sound } = setUp();
    sentinel.follow(used);
    offer('c1');
    await sound(5_000);
    offer('c2');
    await sound(60_000);
    expect(asked(said)).toEqual([{ type: 'listen' }, { type: 'listen', by: 'relay' }]);
    expect(reports.at(-1)).toEqual({ name: 'heard', behindMs: 200 });
  });
});

describe('a connection', () => {
  const listens = (said: readonly SentinelSignalFromRenderer[]): number =>
    said.filter(({ type }) => type === 'listen').length;

  test('whose packets stop for 3 s is given up, and another is asked for', async () => {
    const { ear, offer, said, sentinel, sound } = setUp();
    sentinel.follow(live);
    offer('c1');
    await sound(3_000);
    await sound(2_500, { cut: true });
    expect(ear().closed).toBe(false);
    await sound(2_000, { cut: true });
    expect(ear().closed).toBe(true);
    expect(said).toContainEqual({ type: 'closed', connection: 'c1' });
    expect(listens(said)).toBe(2);
  });

  test('is asked for with growing waits while none comes, is refused or fails', () => {
    const { clock, ear, offer, said, sentinel } = setUp();
    sentinel.follow(live);
    clock.advance(5_000); // no offer
    clock.advance(199);
    expect(listens(said)).toBe(1);
    clock.advance(1);
    expect(listens(said)).toBe(2);
    offer('c1');
    ear().events.failed();
    clock.advance(399);
    expect(listens(said)).toBe(2);
    clock.advance(1);
    expect(listens(said)).toBe(3);
    offer('c2');
    sentinel.receive({ type: 'closed', connection: 'c2' });
    clock.advance(799);
    expect(listens(said)).toBe(3);
    clock.advance(1);
    expect(listens(said)).toBe(4);
  });

  test('that is offered by itself takes the place of the one before', async () => {
    const { ears, offer, said, sentinel, sound } = setUp();
    sentinel.follow(live);
    offer('c1');
    await sound(1_000);
    offer('c2');
    expect(ears.map(({ closed }) => closed)).toEqual([true, false]);
    expect(said.at(-1)).toEqual({ type: 'closed', connection: 'c1' });
    ears[0]!.events.failed(); // too late to matter
    expect(ears[1]!.closed).toBe(false);
  });
});
