import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, test } from 'vitest';

import { FanOut } from '../fan-out/fan-out.ts';
import { DiskTooSlow } from '../ogg/append-queue.ts';
import { opusDurationSamples } from '../rtp/opus-toc.ts';
import { sampleFile } from '../sample-file.ts';
import { eventually } from '../testing/eventually.ts';
import { FakeSource, opusPayload } from '../testing/fake-source.ts';
import { MemoryFile } from '../testing/memory-file.ts';
import { type OggPage, readOgg } from '../testing/read-ogg.ts';
import { longestPauseMs, OggOpusRecorder } from './ogg-opus-recorder.ts';

function setUp() {
  const clock = new FakeClock();
  const file = new MemoryFile();
  const told: string[] = [];
  const fanOut = new FanOut({ clock, random: () => 0.9999, onEvent: () => undefined });
  const recorder = new OggOpusRecorder({
    id: 'recording',
    clock,
    tags: { title: 'مسجد النور' },
    open: () => (told.push('open'), Promise.resolve(file)),
    onFailed: (error) => told.push(error instanceof Error ? error.name : 'failed'),
    onBroken: () => told.push('broken'),
  });
  fanOut.addOutlet(recorder);
  const source = new FakeSource();
  fanOut.setSource(source);
  /** Plays packets with these numbers, one each 20 ms. */
  const play = (from: number, to: number, by = source): void => {
    for (let number = from; number < to; number += 1) {
      clock.advance(20);
      by.packet(number);
    }
  };
  /** What the file is, once it is ended. */
  const ended = async (): Promise<OggPage[]> => {
    fanOut.close();
    await recorder.settled();
    return readOgg(file.bytes);
  };
  return { clock, ended, fanOut, file, play, recorder, source, told };
}
const packetsIn = (pages: readonly OggPage[]): Buffer[] => pages.slice(2).flatMap((page) => page.packets);
const silence = Buffer.from([0xf8, 0xff, 0xfe]);
const samplesIn = (packets: readonly Buffer[]): number =>
  packets.reduce((sum, packet) => sum + (opusDurationSamples(packet) ?? NaN), 0);
/** How long a file plays, ms; granule positions count samples, pre-skip and all (RFC 7845 §4). */
const playsMs = (pages: readonly OggPage[]): number => (Number(pages.at(-1)?.granule) - 3_840) / 48;

describe('the file', () => {
  test('is Ogg Opus: two headers of their own, then pages of at most half a second with true positions', async () => {
    const { ended, play } = setUp();
    play(0, 500);
    const pages = await ended();
    const [head, tags] = pages;
    expect(head?.packets[0]?.toString('latin1', 0, 8)).toBe('OpusHead');
    expect(head?.packets[0]?.readUInt8(9)).toBe(2);
    expect(head?.packets[0]?.readUInt16LE(10)).toBe(3_840);
    expect(tags?.packets[0]?.toString('latin1', 0, 8)).toBe('OpusTags');
    expect(tags?.packets[0]?.toString('utf8')).toContain('TITLE=مسجد النور');
    expect(pages.map((page) => page.sequence)).toEqual(pages.map((_, index) => index));
    expect(new Set(pages.map((page) => page.serial)).size).toBe(1);
    expect(pages.every((page) => page.checksumFits)).toBe(true);
    expect(pages.map((page) => page.flags.first)).toEqual(pages.map((_, index) => index === 0));
    expect(pages.map((page) => page.flags.last)).toEqual(pages.map((_, index) => index === pages.length - 1));
    let samples = 0;
    for (const page of pages.slice(2)) {
      samples += samplesIn(page.packets);
      expect(Number(page.granule)).toBe(samples);
      expect(samplesIn(page.packets)).toBeLessThanOrEqual(24_000);
    }
    expect(packetsIn(pages)).toEqual(
      Array.from({ length: 500 }, (_, index) => Buffer.from(opusPayload(index))),
    );
  });

  test('has all but the last half second at any time, as far as the disk got', async () => {
    const { file, play } = setUp();
    for (let second = 0; second < 10; second += 1) {
      play(second * 50, (second + 1) * 50);
      const pages = (): OggPage[] => readOgg(file.bytes);
      await eventually(() => packetsIn(pages()).length).toBeGreaterThanOrEqual((second + 1) * 50 - 25);
      await eventually(() => file.syncs.at(-1)).toBe(file.bytes.length);
      expect(pages().every((page) => page.checksumFits)).toBe(true);
    }
  });

  test('is the same packets, mono and stereo beside each other', async () => {
    const { clock, ended, source } = setUp();
    const stereo = Uint8Array.from([0xfc, 9, 9]);
    for (let number = 0; number < 100; number += 1) {
      clock.advance(20);
      source.packet(number, number % 2 === 0 ? {} : { payload: stereo });
    }
    expect(packetsIn(await ended()).filter((packet) => packet.equals(stereo))).toHaveLength(50);
  });

  test('is not begun before something sounds', async () => {
    const { ended, file, recorder, told } = setUp();
    expect(await ended()).toEqual([]);
    expect(told).toEqual([]);
    expect(recorder.holdsSound).toBe(false);
    expect(file.closed).toBe(false);
  });
});

describe('time', () => {
  test('a loss is silence', async () => {
    const { clock, ended, play } = setUp();
    play(0, 50);
    clock.advance(60);
    play(53, 100);
    const packets = packetsIn(await ended());
    expect(packets).toHaveLength(100);
    expect(packets.flatMap((packet, index) => (packet.equals(silence) ? [index] : []))).toEqual([50, 51, 52]);
  });

  test('a window that crashed and came back with other numbers left a pause of its true length', async () => {
    const { clock, ended, fanOut, play } = setUp();
    play(0, 50);
    clock.advance(9_000);
    const second = new FakeSource('webrtc');
    fanOut.setSource(second);
    play(40_000, 40_050, second);
    const pages = await ended();
    expect(playsMs(pages)).toBeGreaterThan(1_000 + 9_000 + 1_000 - 80 - 3);
    expect(playsMs(pages)).toBeLessThanOrEqual(1_000 + 9_000 + 1_000 - 80);
    const granules = pages.slice(2).map((page) => page.granule);
    expect(granules).toEqual(granules.toSorted((a, b) => Number(a - b)));
    expect(packetsIn(pages).slice(-50)).toEqual(
      Array.from({ length: 50 }, (_, index) => Buffer.from(opusPayload(40_000 + index))),
    );
  });

  test('while nothing comes the file grows all the same', async () => {
    const { clock, file, play } = setUp();
    play(0, 50);
    clock.advance(20_000);
    await eventually(() => playsMs(readOgg(file.bytes))).toBeGreaterThan(18_000);
    expect(playsMs(readOgg(file.bytes))).toBeLessThan(21_000);
  });

  test('a machine that slept is a pause, whether its clock went on or not', async () => {
    const { clock, ended, play, recorder } = setUp();
    play(0, 50);
    clock.stall(30_000);
    play(50, 100);
    recorder.skip(60_000);
    play(100, 150);
    expect(playsMs(await ended())).toBeCloseTo(3_000 + 30_000 + 60_000 - 80, -1);
  });

  test('a pause too long to fill ends the file: by the clock, by the numbers, and by what others know', async () => {
    const byClock = setUp();
    byClock.play(0, 50);
    byClock.clock.advance(longestPauseMs + 2_000);
    byClock.play(50, 60);
    expect(byClock.told).toEqual(['broken']);
    expect(playsMs(await byClock.ended())).toBeLessThan(longestPauseMs + 2_000);

    const asleep = setUp();
    asleep.play(0, 50);
    asleep.clock.stall(16 * 3_600_000); // signed 32 bits of samples are 12 hours
    asleep.source.packet(50);
    expect(asleep.told).toEqual(['broken']);
    expect(playsMs(await asleep.ended())).toBe(920);

    const told = setUp();
    told.play(0, 50);
    told.recorder.skip(longestPauseMs + 1);
    told.play(50, 60);
    expect(told.told).toEqual(['broken']);
    expect(packetsIn(await told.ended())).toHaveLength(50);
  });
});

describe('a disk that fails', () => {
  test('hanging is told, costs a bounded amount, and nothing is written after it', async () => {
    const { file, play, recorder, told } = setUp();
    let letGo = (): void => undefined;
    file.hang = new Promise((resolve) => (letGo = resolve));
    for (let minute = 0; minute < 12; minute += 1) {
      play(minute * 3_000, (minute + 1) * 3_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(told).toEqual(['open', DiskTooSlow.name]);
    const settled = recorder.settled();
    letGo();
    await settled;
    expect(file.bytes.length).toBeLessThan(512 * 1024);
    expect(file.closed).toBe(true);
  });

  test('full is told, and what was written before can be played', async () => {
    const { file, play, recorder, told } = setUp();
    play(0, 100);
    await eventually(() => packetsIn(readOgg(file.bytes)).length).toBeGreaterThanOrEqual(75);
    expect(recorder.holdsSound).toBe(true);
    file.error = new Error('no space left on device');
    play(100, 200);
    await eventually(() => told).toEqual(['open', 'Error']);
    await recorder.settled();
    expect(file.closed).toBe(true);
    expect(readOgg(file.bytes).every((page) => page.checksumFits)).toBe(true);
  });
});

test('reading what it wrote gives the sample’s own packets', async () => {
  const { ended, clock, source } = setUp();
  const sample = packetsIn(readOgg(await readFile(fileURLToPath(sampleFile))));
  for (const [number, payload] of sample.entries()) {
    clock.advance(20);
    source.packet(number, { payload });
  }
  expect(packetsIn(await ended())).toEqual(sample);
});
