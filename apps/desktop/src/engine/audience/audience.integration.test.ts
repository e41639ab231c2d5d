import { FanOut, type Frame, type Outlet } from '@mauzin/media';
import type { HealthReport } from '@mauzin/shared';
import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, test } from 'vitest';

import { AudienceWatch } from './audience-watch.ts';
import { AudienceBook } from './audience.ts';
import { UploadMeter } from './upload-meter.ts';

const report = (concealedShare: number, route: HealthReport['route'] = 'direct'): HealthReport => ({
  connection: 'c1',
  route,
  concealedShare,
  lossShare: 0,
  jitterMs: 4,
  bufferMs: 60,
});

describe('the audience', () => {
  const counts = { open: 9, direct: 5, uploadBps: 0 };

  test('hears badly when more than a twentieth was made up in the last report', () => {
    const book = new AudienceBook(new FakeClock());
    book.reported('ann', report(0.06));
    book.reported('ben', report(0.05));
    book.reported('cem', report(0.9));
    expect(book.sum(counts).hearingBadly).toBe(2);
    book.reported('ann', report(0));
    expect(book.sum(counts).hearingBadly).toBe(1);
    book.left('cem');
    expect(book.sum(counts).hearingBadly).toBe(0);
  });

  test('is not judged by reports older than 15 s, nor by more than there are', () => {
    const clock = new FakeClock();
    const book = new AudienceBook(clock);
    book.reported('ann', report(0.2));
    book.reported('ben', report(0.2));
    clock.advance(15_000);
    expect(book.sum(counts).hearingBadly).toBe(2);
    expect(book.sum({ ...counts, direct: 1 }).hearingBadly).toBe(1);
    clock.advance(1);
    expect(book.sum(counts).hearingBadly).toBe(0);
  });

  test('says how many save data, and how many lose more than 3 % of their packets', () => {
    const clock = new FakeClock();
    const book = new AudienceBook(clock);
    book.reported('ann', { ...report(0), rendition: 'saver', lossShare: 0.031 });
    book.reported('ben', { ...report(0), rendition: 'saver', lossShare: 0.03 });
    book.reported('cem', { ...report(0), rendition: 'normal', lossShare: 0.5 });
    book.reported('dua', report(0));
    expect(book.sum(counts)).toMatchObject({ saver: 2, weak: 2, hearingBadly: 0 });
    expect(book.sum({ ...counts, direct: 1 })).toMatchObject({ hearing: 1, saver: 1, weak: 1 });
    book.reported('ann', report(0));
    expect(book.sum(counts)).toMatchObject({ saver: 1, weak: 1 });
    clock.advance(15_001);
    expect(book.sum(counts)).toMatchObject({ saver: 0, weak: 0 });
  });

  test('is counted by route: who hears through the relay says so itself', () => {
    const book = new AudienceBook(new FakeClock());
    book.reported('far', report(0, 'relay'));
    book.reported('near', report(0, 'direct'));
    expect(book.sum(counts)).toMatchObject({ open: 9, hearing: 6, direct: 5, relayed: 1 });
  });

  test('counts who plays the HTTP stream once, by its player and not by its report', () => {
    const book = new AudienceBook(new FakeClock());
    book.reported('pocket', { ...report(0, 'relay'), connection: null, rendition: 'saver' });
    expect(book.sum({ ...counts, overHttp: 1 })).toMatchObject({
      hearing: 6,
      peak: 6,
      direct: 5,
      relayed: 0,
      overHttp: 1,
      saver: 1,
    });
  });

  test('is what the service says of the relay, where it says so', () => {
    const book = new AudienceBook(new FakeClock());
    book.reported('far', report(0, 'relay'));
    const of = (relayed: number) => book.sum({ ...counts, open: 20, relayed, overHttp: 2 });
    expect(of(7)).toMatchObject({ hearing: 14, peak: 14, direct: 5, relayed: 7, overHttp: 2 });
    expect(of(0)).toMatchObject({ hearing: 7, peak: 14, relayed: 0 });
  });

  test('has nobody twice who changes from one route to the other', () => {
    const book = new AudienceBook(new FakeClock());
    expect(book.sum({ ...counts, open: 5, direct: 5, relayed: 3 })).toMatchObject({ hearing: 5, peak: 5 });
    // The service is away, and knows of fewer pages than hear.
    expect(book.sum({ ...counts, open: 0, direct: 5 })).toMatchObject({ hearing: 5, peak: 5 });
  });

  test('has a peak of its own in each broadcast', () => {
    const book = new AudienceBook(new FakeClock());
    book.sum(counts);
    expect(book.sum({ ...counts, direct: 2 })).toMatchObject({ hearing: 2, peak: 5 });
    book.begin();
    expect(book.sum({ ...counts, direct: 2 })).toMatchObject({ hearing: 2, peak: 2 });
  });
});

describe('the upload', () => {
  /** A connection that takes 130 bytes a frame, as RTP with 64 kbit/s of Opus has. */
  class Socket implements Outlet {
    readonly id: string;
    readonly kind = 'listener';
    bytes = 0;
    constructor(id: string) {
      this.id = id;
    }
    send(frame: Frame): number {
      this.bytes += frame.rtp.length;
      return frame.rtp.length;
    }
    close(): void {
      // nothing is open
    }
  }

  test('is what a fan-out really sends over all sockets, told at most once a second', () => {
    const clock = new FakeClock();
    const fanOut = new FanOut({ clock, random: () => 0.5, onEvent: () => undefined });
    const sockets = [new Socket('a'), new Socket('b'), new Socket('c')];
    for (const socket of sockets) fanOut.addOutlet(socket);
    let play = (): void => undefined;
    fanOut.setSource({
      kind: 'file',
      start: (sink) => {
        let sequence = 0;
        play = () => {
          const payload = Uint8Array.from({ length: 118 }, (_, index) => (index === 0 ? 0xf8 : 7));
          sink.packet({ payload, sequence, timestamp: sequence * 960, stream: 0 });
          sequence += 1;
        };
      },
      close: () => undefined,
    });
    const told: number[] = [];
    const watch = new AudienceWatch({
      clock,
      counts: () => ({ open: 3, direct: 3 }),
      bytesSent: () => sockets.reduce((sum, { bytes }) => sum + bytes, 0),
      isUncounted: () => false,
      isOwnAddress: () => false,
      onChange: () => told.push(watch.audience.uploadBps),
    });
    clock.advance(3_000);
    expect(told).toEqual([0]);
    const forMs = (ms: number): void => {
      for (let spent = 0; spent < ms; spent += 20) {
        clock.advance(20);
        play();
      }
    };
    forMs(4_000);
    // 3 sockets × 50 packets × (12 bytes of RTP header + 118 of Opus) × 8 bit
    expect(Math.abs((told.at(-1) ?? 0) / (3 * 50 * 130 * 8) - 1)).toBeLessThan(0.05);
    expect(told.length).toBeLessThan(5);
    const steady = told.length;
    forMs(10_000);
    expect(told).toHaveLength(steady);
    clock.advance(3_000);
    expect(told.at(-1)).toBe(0);
    watch.close();
    fanOut.close();
    expect(clock.pending).toBe(0);
  });

  test('changes what is told only when it changed noticeably, and always when it begins or ends', () => {
    const meter = new UploadMeter();
    let bytes = 0;
    let atMs = 0;
    const second = (bps: number): number => {
      bytes += bps / 8;
      atMs += 1_000;
      meter.sample(bytes, atMs);
      return meter.bps;
    };
    meter.sample(0, 0);
    second(64_000);
    expect(second(64_000)).toBe(64_000);
    second(66_000);
    expect(second(66_000)).toBe(64_000);
    second(80_000);
    expect(second(80_000)).toBe(80_000);
    second(800);
    expect(second(800)).toBe(800);
    second(0);
    expect(second(0)).toBe(0);
  });

  test('begins anew with a count that does', () => {
    const meter = new UploadMeter();
    meter.sample(50_000, 0);
    meter.sample(100_000, 1_000);
    meter.sample(0, 2_000);
    expect(meter.bps).toBe(0);
    meter.sample(1_000, 3_000);
    expect(meter.bps).toBe(8_000);
  });
});

describe('what is watched', () => {
  function setUp() {
    const clock = new FakeClock();
    const changes: boolean[] = [];
    const watch = new AudienceWatch({
      clock,
      counts: () => ({ open: 20, direct: 20 }),
      bytesSent: () => 0,
      isUncounted: (peer) => peer === 'ears',
      isOwnAddress: (address) => address === '192.168.1.5',
      onChange: () => changes.push(watch.suspectsFirewall),
    });
    const { onHealth, onLeft, onReach } = watch.events;
    /** So many listeners lose half of all packets, by this route. */
    const lose = (
      listeners: number,
      route: HealthReport['route'],
      connection: string | null = 'c1',
    ): void => {
      for (let number = 0; number < listeners; number += 1) {
        onHealth(`phone-${number}`, { ...report(0, route), connection, lossShare: 0.5 });
      }
      clock.advance(1_000);
    };
    const unreached = (...addresses: string[]): void => onReach('ann', { name: 'unreached', addresses });
    return { changes, clock, lose, onLeft, onReach, unreached, watch };
  }

  test('is whether phones are kept out; this machine reaching itself says nothing of that', () => {
    const { changes, onReach, unreached, watch } = setUp();
    unreached('192.168.1.5');
    unreached('192.168.1.5');
    expect(watch.suspectsFirewall).toBe(false);
    unreached('192.168.1.31');
    unreached('7d3d3c9a.local', '192.168.1.5');
    expect(changes.at(-1)).toBe(true);
    onReach('me', { name: 'reached', address: '192.168.1.5' });
    expect(watch.suspectsFirewall).toBe(true);
    onReach('ben', { name: 'reached', address: '192.168.1.32' });
    expect(changes.at(-1)).toBe(false);
    watch.close();
  });

  test('is how many can be served directly: fewer once those who are lose much together', () => {
    const { changes, lose, watch } = setUp();
    lose(8, 'relay');
    lose(8, 'relay');
    lose(8, 'direct', null);
    lose(8, 'direct', null);
    expect(watch.directCapacity).toBe(600);
    lose(8, 'direct');
    const before = changes.length;
    lose(8, 'direct');
    expect(watch.directCapacity).toBe(15);
    expect(changes.length).toBeGreaterThan(before);
    watch.limitDirect(600);
    expect(watch.directCapacity).toBe(15);
    watch.limitDirect(40);
    expect(watch.directCapacity).toBe(40);
    lose(8, 'direct');
    lose(8, 'direct');
    expect(watch.directCapacity).toBe(15);
    watch.forgetReach();
    expect(watch.directCapacity).toBe(40);
    watch.close();
  });

  test('is not what those report who have gone, or hear by another route now', () => {
    const { lose, onLeft, watch } = setUp();
    lose(8, 'direct');
    lose(8, 'relay');
    lose(8, 'direct');
    for (let number = 0; number < 8; number += 1) onLeft(`phone-${number}`);
    lose(8, 'direct');
    expect(watch.directCapacity).toBe(600);
    watch.close();
  });

  test('changes by time alone: suspicions and bad reports fade', () => {
    const { changes, clock, unreached, watch } = setUp();
    unreached();
    unreached();
    watch.events.onHealth('ann', report(0.3));
    watch.events.onHealth('ears', report(0.3));
    clock.advance(1_000);
    expect(watch.audience.hearingBadly).toBe(1);
    const before = changes.length;
    clock.advance(16_000);
    expect([changes.length, watch.audience.hearingBadly]).toEqual([before + 1, 0]);
    clock.advance(300_000);
    expect(changes.at(-1)).toBe(false);
    watch.close();
    watch.close();
    expect(clock.pending).toBe(0);
  });
});
