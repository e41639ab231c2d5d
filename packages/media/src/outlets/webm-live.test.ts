import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, onTestFinished, test } from 'vitest';

import { FanOut } from '../fan-out/fan-out.ts';
import { opusDurationSamples } from '../rtp/opus-toc.ts';
import { FakeSource } from '../testing/fake-source.ts';
import { readWebm, type WebmPacket } from '../testing/read-webm.ts';
import type { LiveSink } from '../webm/live-reader.ts';
import { WebmLive } from './webm-live.ts';

/** A packet of 20 ms (CELT, mono) that holds its number. */
function opusPayload(number: number): Buffer {
  const payload = Buffer.alloc(60, 0x55);
  payload.writeUInt8(0xf8);
  payload.writeUInt32BE(number, 1);
  return payload;
}

/** A player's socket, as full as a test wants it. */
class Player implements LiveSink {
  readonly pieces: Buffer[] = [];
  full = false;
  ended = false;

  write(bytes: Uint8Array): boolean {
    this.pieces.push(Buffer.from(bytes));
    return !this.full;
  }

  end(): void {
    this.ended = true;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }

  get packets(): Promise<WebmPacket[]> {
    return readWebm(this.bytes);
  }
}

function setUp({ maxReaders = 600 } = {}) {
  const clock = new FakeClock();
  const fanOut = new FanOut({ clock, random: () => 0.9999, onEvent: () => undefined });
  const errors: unknown[] = [];
  const live = new WebmLive({
    id: 'live',
    fanOut,
    clock,
    maxReaders,
    onError: (error) => errors.push(error),
  });
  const source = new FakeSource();
  fanOut.setSource(source);
  onTestFinished(() => {
    live.close();
    fanOut.close();
    expect(errors).toEqual([]);
  });
  /** Plays packets with these numbers, one each 20 ms; then all that the muxer makes of them has been handed on. */
  const play = async (from: number, to: number): Promise<void> => {
    for (let number = from; number < to; number += 1) {
      clock.advance(20);
      source.packet(number, { payload: opusPayload(number) });
      if (number % 10 === 0) await settled();
    }
    await settled();
  };
  const join = ({ filled = false, full = false } = {}) => {
    const player = new Player();
    player.full = full;
    const reader = live.open(player, { filled });
    return { player, reader };
  };
  return { clock, fanOut, join, live, play, source };
}

/** The muxer works in promises alone, none of which waits for anything outside. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((done) => setImmediate(done));
}

/** Their numbers; silence has none. */
const numbersOf = (packets: readonly WebmPacket[]): (number | null)[] =>
  packets.map(({ payload }) => (payload.length < 60 ? null : payload.readUInt32BE(1)));
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const expectNoHoles = (packets: readonly WebmPacket[]): void => {
  let endMs = 0;
  for (const { payload, atMs } of packets) {
    expect(Math.abs(atMs - endMs)).toBeLessThanOrEqual(1);
    endMs = atMs + (opusDurationSamples(payload) ?? NaN) / 48;
  }
};

describe('a reader', () => {
  test('gets the same Opus packets, in order and without a hole, from time 0 on', async () => {
    const { join, play } = setUp();
    const { player } = join();
    await play(0, 101);
    const packets = await player.packets;
    expect(numbersOf(packets)).toEqual(numbers(0, 100));
    expect(packets.map(({ atMs }) => atMs)).toEqual(numbers(0, 100).map((number) => number * 20));
  });

  test('that comes late begins at a cluster, with what has just sounded', async () => {
    const { join, play } = setUp();
    join();
    await play(0, 501);
    const { player } = join();
    // It is there at once, before anything more sounds.
    expect(numbersOf(await player.packets)).toEqual(numbers(440, 500));
    await play(501, 601);
    const packets = await player.packets;
    expect(numbersOf(packets)).toEqual(numbers(440, 600));
    expect(packets[0]?.atMs).toBe(0);
    expectNoHoles(packets);
  });

  test('that is full misses whole clusters, goes on at the newest one, and finds no hole in its time', async () => {
    const { join, play } = setUp();
    const { player, reader } = join();
    await play(0, 51);
    player.full = true;
    await play(51, 61);
    const heldBytes = player.bytes.length;
    await play(61, 251);
    expect(player.bytes.length).toBe(heldBytes);
    player.full = false;
    reader?.drained();
    await play(251, 301);
    const packets = await player.packets;
    expect(numbersOf(packets)).toEqual([...numbers(0, 60), ...numbers(250, 300)]);
    expectNoHoles(packets);
  });

  test('that stays full for 10 s is ended; others hear on', async () => {
    const { clock, join, live, play } = setUp();
    const [stuck, fine] = [join({ full: true }), join()];
    await play(0, 490);
    expect([stuck.player.ended, live.readers]).toEqual([false, 2]);
    await play(490, 530);
    expect([stuck.player.ended, live.readers]).toEqual([true, 1]);
    expect(stuck.player.pieces.length).toBe(1);
    expect(numbersOf(await fine.player.packets)).toEqual(numbers(0, 520));
    expect(clock.pending).toBe(0);
  });

  test('hears lost packets as silence, so that its time is true', async () => {
    const { join, play } = setUp();
    const { player } = join();
    await play(0, 50);
    // Ten are lost on the way to the fan-out.
    await play(60, 121);
    const packets = await player.packets;
    expect(numbersOf(packets).filter((number) => number === null).length).toBeGreaterThan(0);
    expect(packets.find(({ payload }) => payload.equals(opusPayload(60)))?.atMs).toBe(1_200);
    expectNoHoles(packets);
  });

  test('is no later after the sender paused: what did not sound for more than a second is left out', async () => {
    const { clock, join, play } = setUp();
    const { player } = join();
    await play(0, 50);
    clock.advance(5_000);
    await play(50 + 250, 50 + 250 + 51);
    const packets = await player.packets;
    expect(numbersOf(packets)).toEqual([...numbers(0, 50), ...numbers(300, 350)]);
    expectNoHoles(packets);
  });

  test.each([15, 25, 168])('hears on after a pause of %i h, over which timestamps wrapped', async (hours) => {
    const { clock, join, play } = setUp();
    const { player } = join();
    await play(0, 50);
    clock.advance(hours * 3_600_000);
    await play(50, 50 + 51);
    const packets = await player.packets;
    expect(numbersOf(packets)).toEqual(numbers(0, 100));
    expectNoHoles(packets);
  });

  test('hears on over another source, packets of 60 ms and two channels', async () => {
    const { fanOut, join, play } = setUp();
    const { player } = join();
    await play(0, 50);
    const other = new FakeSource();
    fanOut.setSource(other);
    /** SILK wide band, 60 ms, two channels (RFC 6716 §3.1). */
    const long = (number: number): Buffer => {
      const payload = opusPayload(number);
      payload.writeUInt8(0x5c);
      return payload;
    };
    for (let number = 0; number < 21; number += 1) {
      other.packet(number, { payload: long(number), timestamp: number * 2_880 });
    }
    await settled();
    const packets = await player.packets;
    expect(packets.filter(({ payload }) => payload[0] === 0x5c).length).toBe(20);
    expectNoHoles(packets);
  });

  test('of a filled stream gets its blocks of 32 kB full in time, and the same sound', async () => {
    const { join, play } = setUp();
    const { player } = join({ filled: true });
    await play(0, 501);
    expect(player.bytes.length).toBeGreaterThan(128 * 1024 + 9 * 32_000);
    expect(player.bytes.length).toBeLessThan(128 * 1024 + 11 * 32_000);
    const packets = await player.packets;
    expect(numbersOf(packets)).toEqual(numbers(0, 500));
    expectNoHoles(packets);
  });
});

describe('the muxer', () => {
  test('works only while somebody reads, and a moment longer', async () => {
    const { clock, fanOut, join, play } = setUp();
    expect(fanOut.outlets.size).toBe(0);
    const [first, second] = [join(), join()];
    expect(fanOut.outlets.size).toBe(1);
    await play(0, 60);
    first.reader?.close();
    second.reader?.close();
    second.reader?.close();
    clock.advance(9_999);
    expect(fanOut.outlets.size).toBe(1);
    clock.advance(1);
    expect(fanOut.outlets.size).toBe(0);
    expect(clock.pending).toBe(0);
    // A player that is gone is not called any more.
    expect([first.player.ended, second.player.ended]).toEqual([false, false]);
  });

  test('that is kept warm serves the next reader at once', async () => {
    const { clock, fanOut, join, play } = setUp();
    join().reader?.close();
    await play(0, 60);
    const { player } = join();
    expect(await player.packets).toHaveLength(50);
    clock.advance(60_000);
    expect(fanOut.outlets.size).toBe(1);
  });

  test('is made anew every ten minutes, and no reader notices', async () => {
    const { join, play } = setUp();
    const { player } = join();
    const packets = 11 * 60 * 50;
    for (let from = 0; from < packets; from += 500) await play(from, from + 500);
    await play(packets, packets + 1);
    const heard = await player.packets;
    expect(heard.map(({ atMs }) => atMs)).toEqual(numbers(0, packets).map((number) => number * 20));
  });

  test('that the fan-out closes ends every reader', async () => {
    const { fanOut, join, live, play } = setUp();
    const { player } = join();
    await play(0, 60);
    fanOut.close();
    expect([player.ended, live.readers]).toEqual([true, 0]);
  });
});

describe('the door', () => {
  test('takes no more than there is room for, together with other listeners', async () => {
    const { clock, fanOut, join, live } = setUp({ maxReaders: 3 });
    fanOut.addOutlet({ id: 'phone', kind: 'listener', send: () => 0, close: () => undefined });
    fanOut.addOutlet({ id: 'recording', kind: 'tap', send: () => 'consumed', close: () => undefined });
    const [first, second, third] = [join(), join(), join()];
    expect([first.reader, second.reader].includes(null)).toBe(false);
    expect(third.reader).toBeNull();
    first.reader?.close();
    expect(join().reader).not.toBeNull();
    live.close();
    expect(join().reader).toBeNull();
    expect([first.player.ended, second.player.ended, clock.pending]).toEqual([false, true, 0]);
  });

  test('ends all when the broadcast is over, and opens again for the next one', async () => {
    const { clock, fanOut, join, live, play } = setUp();
    const { player } = join();
    await play(0, 60);
    live.endAll();
    expect([player.ended, live.readers, fanOut.outlets.size, clock.pending]).toEqual([true, 0, 0, 0]);
    const next = join();
    await play(60, 111);
    expect(numbersOf(await next.player.packets)).toEqual(numbers(60, 110));
  });

  test('counts what all readers were handed, also those that are gone', async () => {
    const { join, live, play } = setUp();
    const [first, second] = [join(), join()];
    await play(0, 60);
    first.reader?.close();
    await play(60, 120);
    expect(live.bytesSent).toBe(first.player.bytes.length + second.player.bytes.length);
  });

  test('holds next to nothing for 300 players that never read', async () => {
    const { join, live, play } = setUp();
    const players = Array.from({ length: 300 }, () => join({ full: true }).player);
    await play(0, 600);
    expect(live.readers).toBe(0);
    const heldBytes = players.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(heldBytes / players.length).toBeLessThan(4_096);
    expect(players.every(({ ended }) => ended)).toBe(true);
  });
});
