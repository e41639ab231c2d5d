import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseRtp, type RtpPacket } from '../rtp/rtp-packet.ts';
import { FakeClock } from '@mauzin/shared/testing';
import { FakeSource, opusPayload } from '../testing/fake-source.ts';
import { readRed } from '../testing/read-red.ts';
import { CollectingOutlet } from '../testing/collecting-outlet.ts';
import type { Outlet } from './contracts.ts';
import { FanOut, type FanOutEvent } from './fan-out.ts';

function setUp(random = 0.9999) {
  const clock = new FakeClock();
  const events: FanOutEvent[] = [];
  const fanOut = new FanOut({ clock, random: () => random, onEvent: (event) => events.push(event) });
  const outlet = new CollectingOutlet();
  fanOut.addOutlet(outlet);
  const source = new FakeSource();
  fanOut.setSource(source);
  /** Plays packets with these numbers, one each 20 ms. */
  const play = (numbers: readonly number[], from = source): void => {
    for (const number of numbers) {
      clock.advance(20);
      from.packet(number);
    }
  };
  return { clock, events, fanOut, outlet, source, play };
}

const read = (datagram: Uint8Array): RtpPacket => {
  const parsed = parseRtp(datagram);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.packet;
};
const upTo = (end: number): number[] => Array.from({ length: end }, (_, index) => index);

describe('copying', () => {
  test('every outlet gets the same bytes, as plain Opus and as RED', () => {
    const { fanOut, outlet, play } = setUp();
    const other = new CollectingOutlet('other');
    fanOut.addOutlet(other);
    play([7, 8, 9]);
    expect(other.frames).toEqual(outlet.frames);
    for (const [index, frame] of outlet.frames.entries()) {
      const plain = read(frame.rtp);
      const red = read(frame.redRtp);
      expect(Buffer.from(plain.payload)).toEqual(Buffer.from(opusPayload(7 + index)));
      expect(plain).toMatchObject({
        payloadType: fanOut.media.opusPayloadType,
        ssrc: fanOut.media.ssrc,
        sequence: frame.sequence,
        timestamp: frame.timestamp,
        marker: index === 0,
      });
      expect(red).toMatchObject({ payloadType: fanOut.media.redPayloadType, sequence: frame.sequence });
      const blocks = readRed(red.payload);
      expect(blocks.primary.payload).toEqual(Buffer.from(opusPayload(7 + index)));
      expect(blocks.redundant).toEqual(
        index === 0 ? [] : [{ payloadType: 111, offset: 960, payload: Buffer.from(opusPayload(6 + index)) }],
      );
    }
  });

  test('counts what comes in and goes out', () => {
    const { clock, fanOut, play } = setUp();
    fanOut.addOutlet(new CollectingOutlet('other'));
    play(upTo(5));
    expect(fanOut.stats()).toMatchObject({
      source: 'file',
      outlets: 2,
      packetsIn: 5,
      bytesIn: 200,
      packetsOut: 10,
      bytesOut: 400,
      lastPacketAtMs: clock.now(),
    });
  });

  test('counts no frame that a tap consumed, nor one that was skipped, and no tap as a listener', () => {
    const { fanOut, play } = setUp();
    let consumed = 0;
    fanOut.addOutlet({
      id: 'tap',
      kind: 'tap',
      send: () => {
        consumed += 1;
        return 'consumed';
      },
      close: () => undefined,
    });
    fanOut.addOutlet({ id: 'not ready', kind: 'listener', send: () => 0, close: () => undefined });
    play(upTo(5));
    expect(consumed).toBe(5);
    expect(fanOut.listeners).toBe(2);
    expect(fanOut.stats()).toMatchObject({ outlets: 3, packetsOut: 5, bytesOut: 200 });
  });

  test('what is no Opus packet is left out and counted', () => {
    const { fanOut, outlet, source } = setUp();
    source.packet(0);
    source.packet(1, { payload: Uint8Array.from([0xff, 0]) });
    expect(outlet.frames).toHaveLength(1);
    expect(fanOut.stats().dropped.malformed).toBe(1);
  });
});

describe('numbers', () => {
  test('a loss before the fan-out stays a gap', () => {
    const { outlet, play } = setUp();
    play([0, 1, 4, 5]);
    expect(outlet.sequences).toEqual([0, 1, 4, 5]);
    expect(outlet.times).toEqual([0, 1, 4, 5]);
  });

  test('padding alone leaves no gap, also around reordered packets', () => {
    const { fanOut, outlet, source } = setUp();
    source.padding(9);
    source.packet(10);
    source.padding(11);
    source.packet(12);
    source.packet(14);
    source.padding(15);
    source.packet(16);
    source.packet(13);
    expect(outlet.sequences).toEqual([0, 1, 3, 4, 2]);
    expect(outlet.times).toEqual([0, 2, 4, 6, 3]);
    expect(fanOut.stats().dropped.padding).toBe(2);
  });

  test('a packet that comes late keeps its number, and its RED stays within the format', () => {
    const { outlet, play } = setUp();
    play([0, 2, 1, 3]);
    expect(outlet.sequences).toEqual([0, 2, 1, 3]);
    expect(outlet.frames.map((frame) => readRed(read(frame.redRtp).payload).redundant[0]?.offset)).toEqual([
      undefined,
      1920,
      undefined,
      960,
    ]);
  });

  test('nothing is sent twice, nor when it is far too late', () => {
    const { fanOut, outlet, play } = setUp();
    play([100, 101, 101, 100, 102, 30]);
    expect(outlet.sequences).toEqual([0, 1, 2]);
    expect(fanOut.stats().dropped).toMatchObject({ duplicate: 2, late: 1 });
  });

  test('goes on over every wrap', () => {
    const { outlet, play } = setUp();
    play(upTo(200).map((number) => 65_500 + number));
    expect(outlet.sequences).toEqual(upTo(200));
    expect(outlet.times).toEqual(upTo(200));
  });

  test('whatever comes, sequence and timestamp of each packet keep their distance', () => {
    const packet = fc.record({
      lost: fc.integer({ min: 0, max: 5 }),
      padding: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 300 }), fc.nat(0xffff), (packets, start) => {
        const { outlet, source } = setUp();
        let number = start;
        const expected: number[] = [];
        let outgoing = 0;
        for (const { lost, padding } of packets) {
          number += lost + 1;
          if (expected.length > 0) outgoing += lost;
          if (padding) {
            source.padding(number);
            continue;
          }
          source.packet(number);
          expected.push(outgoing);
          outgoing += 1;
        }
        expect(outlet.sequences).toEqual(expected);
      }),
    );
  });
});

describe('changing the source', () => {
  test('the sequence goes on by one and the timestamp by the clock', () => {
    const { clock, events, fanOut, outlet, source, play } = setUp();
    play([500, 501]);
    const second = new FakeSource('webrtc');
    fanOut.setSource(second);
    play([502]);
    expect(source.closed).toBe(false);
    clock.advance(280);
    play([40_000, 40_001], second);
    expect(source.closed).toBe(true);
    play([503]);
    expect(outlet.sequences).toEqual([0, 1, 2, 3, 4]);
    expect(outlet.times).toEqual([0, 1, 2, 17, 18]);
    expect(outlet.frames.map((frame) => read(frame.rtp).marker)).toEqual([true, false, false, true, false]);
    expect(events).toEqual([
      { type: 'source-started', kind: 'file' },
      { type: 'source-started', kind: 'webrtc' },
    ]);
    expect(fanOut.stats().source).toBe('webrtc');
  });

  test('timestamps never overlap when the new one is early', () => {
    const { fanOut, outlet, play } = setUp();
    play([0, 1]);
    const second = new FakeSource();
    fanOut.setSource(second);
    second.packet(0);
    expect(outlet.times).toEqual([0, 1, 2]);
  });

  test('the same goes for a source that starts its numbering anew', () => {
    const { clock, outlet, source, play } = setUp();
    play([0, 1]);
    clock.advance(60);
    source.packet(30_000, { stream: 1, timestamp: 77 });
    clock.advance(20);
    source.packet(10_000, { stream: 1, timestamp: 77 + 960 });
    expect(outlet.sequences).toEqual([0, 1, 2, 3]);
    expect(outlet.times).toEqual([0, 1, 4, 5]);
  });

  test('a capture that stood still is counted in, one that only paused sending is not counted twice', () => {
    const { clock, outlet, source, play } = setUp();
    play([0, 1]);
    clock.advance(4_980);
    play([2, 3]);
    clock.advance(4_980);
    source.packet(4, { timestamp: 253 * 960 });
    expect(outlet.sequences).toEqual([0, 1, 2, 3, 4]);
    expect(outlet.times).toEqual([0, 1, 251, 252, 502]);
  });

  test('a replaced source that never spoke is closed', () => {
    const { fanOut, source, play } = setUp();
    play([0]);
    const [second, third] = [new FakeSource(), new FakeSource()];
    fanOut.setSource(second);
    fanOut.setSource(third);
    expect([source.closed, second.closed, third.closed]).toEqual([false, true, false]);
  });

  test('clearing closes both; what they still send is not heard', () => {
    const { fanOut, outlet, source, play } = setUp();
    play([0]);
    const second = new FakeSource();
    fanOut.setSource(second);
    fanOut.clearSource();
    play([1]);
    play([1], second);
    expect([source.closed, second.closed]).toEqual([true, true]);
    expect(outlet.frames).toHaveLength(1);
    expect(fanOut.stats().source).toBeNull();
  });

  test('a source that ends is closed and reported, outlets stay', () => {
    const { events, fanOut, outlet, source, play } = setUp();
    play([0]);
    const error = new Error('the file broke off');
    source.end(error);
    expect(events.at(-1)).toEqual({ type: 'source-ended', kind: 'file', error });
    expect(source.closed).toBe(true);
    expect(outlet.closed).toBe(false);
    expect(fanOut.stats().source).toBeNull();
  });
});

describe('RED after a pause', () => {
  const hourMs = 3_600_000;
  /** A day and its wrap of timestamps, 2³² samples, as 20 ms more than a whole round: 24.9 h. */
  const roundMs = 2 ** 32 / 48 + 20;
  const offsets = (frames: readonly { readonly redRtp: Buffer }[]) =>
    frames.map((frame) => readRed(read(frame.redRtp).payload).redundant[0]?.offset);

  test.each([
    ['15 h', 15 * hourMs],
    ['19 h', 19 * hourMs],
    ['a whole round of the timestamps', roundMs],
    ['30 h', 30 * hourMs],
    ['168 h', 168 * hourMs],
  ])('of %s goes on with the second packet, whoever plays', (_name, pauseMs) => {
    const same = setUp();
    same.play([0, 1]);
    same.clock.advance(pauseMs - 20);
    same.play([2, 3, 4]);
    expect(offsets(same.outlet.frames)).toEqual([undefined, 960, undefined, 960, 960]);

    const replaced = setUp();
    replaced.play([0, 1]);
    replaced.clock.advance(pauseMs - 20);
    const second = new FakeSource('webrtc');
    replaced.fanOut.setSource(second);
    replaced.play([700, 701, 702], second);
    expect(offsets(replaced.outlet.frames)).toEqual([undefined, 960, undefined, 960, 960]);
  });

  test('a packet that comes late before it does not count as the newest', () => {
    const { clock, outlet, play } = setUp();
    play([0, 1, 3, 2]);
    clock.advance(15 * hourMs);
    play([4, 6, 5, 7]);
    expect(offsets(outlet.frames)).toEqual([
      undefined,
      960,
      1_920,
      undefined,
      undefined,
      1_920,
      undefined,
      960,
    ]);
  });
});

describe('outlets', () => {
  const broken = (id: string): Outlet => ({
    id,
    kind: 'listener',
    send: () => {
      throw new Error('disk full');
    },
    close: () => {
      throw new Error('and cannot be closed either');
    },
  });

  test('one that throws is taken out, the others notice nothing', () => {
    const { events, fanOut, outlet, play } = setUp();
    const after = new CollectingOutlet('after');
    fanOut.addOutlet(broken('broken'));
    fanOut.addOutlet(after);
    play([0, 1]);
    expect(outlet.frames).toHaveLength(2);
    expect(after.frames).toHaveLength(2);
    expect([...fanOut.outlets.keys()]).toEqual(['collecting', 'after']);
    expect(events).toContainEqual({ type: 'outlet-failed', id: 'broken', error: new Error('disk full') });
  });

  test('one may leave while a packet is being sent', () => {
    const { fanOut, outlet, play } = setUp();
    fanOut.addOutlet({
      id: 'leaver',
      kind: 'listener',
      send: () => (fanOut.removeOutlet('leaver'), 1),
      close: () => undefined,
    });
    play([0, 1]);
    expect(outlet.frames).toHaveLength(2);
    expect(fanOut.outlets.has('leaver')).toBe(false);
  });

  test('an id is taken only once', () => {
    const { fanOut } = setUp();
    expect(() => fanOut.addOutlet(new CollectingOutlet())).toThrow('already');
  });
});

test('closing closes source and outlets, and whatever comes later', () => {
  const { fanOut, outlet, source } = setUp();
  fanOut.addOutlet({
    id: 'broken',
    kind: 'tap',
    send: () => 0,
    close: () => expect.unreachable('contained'),
  });
  fanOut.close();
  fanOut.close();
  expect([outlet.closed, source.closed]).toEqual([true, true]);
  const [lateOutlet, lateSource] = [new CollectingOutlet('late'), new FakeSource()];
  fanOut.addOutlet(lateOutlet);
  fanOut.setSource(lateSource);
  expect([lateOutlet.closed, lateSource.closed]).toEqual([true, true]);
  expect(fanOut.stats().outlets).toBe(0);
});
