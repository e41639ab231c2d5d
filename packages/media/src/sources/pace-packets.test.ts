import { describe, expect, test } from 'vitest';

import { FakeClock } from '@mauzin/shared/testing';
import { opusPayload } from '../testing/fake-source.ts';
import { CollectingSink } from '../testing/collecting-sink.ts';
import { pacePackets } from './pace-packets.ts';

async function* frames(count: number): AsyncGenerator<Uint8Array, void> {
  for (let tag = 0; tag < count; tag += 1) yield opusPayload(tag);
}

/** Lets what is asynchronous, but waits for no timer, come to rest. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function play(packets: AsyncGenerator<Uint8Array, void>) {
  const clock = new FakeClock();
  const sink = new CollectingSink();
  const playback = pacePackets(packets, sink, clock);
  const advance = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 5) {
      clock.advance(Math.min(5, left));
      // what is overdue by now, one packet after the other
      for (let turn = 0; turn < 8; turn += 1) {
        await settle();
        clock.advance(0);
      }
    }
  };
  await settle();
  return { clock, sink, playback, advance };
}

describe('pacing', () => {
  test('sends each packet in its time, and not before', async () => {
    const { clock, sink, advance } = await play(frames(1_000));
    clock.advance(0);
    await advance(10_000 - 5);
    expect(sink.packets).toHaveLength(500);
    await advance(5);
    expect(sink.packets).toHaveLength(501);
    expect(sink.packets.map((packet) => packet.sequence)).toEqual([...sink.packets.keys()]);
    expect(sink.packets.map((packet) => packet.timestamp / 960)).toEqual([...sink.packets.keys()]);
  });

  test('timers that are late do not add up', async () => {
    const { clock, sink, advance } = await play(frames(1_000));
    for (let round = 0; round < 300; round += 1) {
      clock.stall(13);
      await advance(7);
    }
    expect(sink.packets.length).toBeGreaterThanOrEqual(300);
    expect(sink.packets.length).toBeLessThanOrEqual(302);
  });

  test('follows each packet’s own length', async () => {
    async function* mixed(): AsyncGenerator<Uint8Array, void> {
      yield Uint8Array.from([11 << 3, 1]); // 60 ms
      yield Uint8Array.from([16 << 3, 1]); // 2.5 ms
      yield Uint8Array.from([31 << 3, 1]);
      yield* frames(1);
    }
    const { sink, advance } = await play(mixed());
    await advance(100);
    expect(sink.packets.map((packet) => packet.timestamp)).toEqual([0, 2_880, 3_000, 3_960]);
    expect(sink.end).toBeNull();
  });

  test('catches up after a short stall, and counts a long one in', async () => {
    const { clock, sink, advance } = await play(frames(1_000));
    await advance(5);
    clock.stall(95);
    await advance(5);
    expect(sink.packets).toHaveLength(6);
    expect(sink.packets.at(-1)?.timestamp).toBe(5 * 960);
    clock.stall(3_000);
    await advance(20);
    expect(sink.packets.length).toBeLessThanOrEqual(8);
    const late = sink.packets[6]!;
    expect(late.sequence).toBe(6);
    expect(late.timestamp / 48).toBeGreaterThan(3_000);
    await advance(200);
    expect(sink.packets.length).toBeLessThanOrEqual(18);
  });

  test('a packet that is no Opus is passed over', async () => {
    async function* damaged(): AsyncGenerator<Uint8Array, void> {
      yield opusPayload(0);
      yield new Uint8Array(0);
      yield opusPayload(2);
    }
    const { sink, advance } = await play(damaged());
    await advance(60);
    expect(sink.packets.map((packet) => packet.sequence)).toEqual([0, 1]);
  });

  test('a reading error ends it with that error', async () => {
    async function* failing(): AsyncGenerator<Uint8Array, void> {
      yield opusPayload(0);
      throw new Error('the disk is gone');
    }
    const { sink, advance } = await play(failing());
    await advance(60);
    expect(sink.end).toEqual(new Error('the disk is gone'));
  });

  test('stopping stops at once and leaves no timer', async () => {
    const { clock, sink, playback, advance } = await play(frames(100));
    await advance(50);
    const heard = sink.packets.length;
    playback.stop();
    playback.stop();
    expect(clock.pending).toBe(0);
    await advance(100);
    expect(sink.packets).toHaveLength(heard);
    expect(sink.end).toBeUndefined();
  });
});
