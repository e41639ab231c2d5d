import fc from 'fast-check';
import { FakeClock } from '@mauzin/shared/testing';
import { expect, test } from 'vitest';

import { FanOut } from '../fan-out/fan-out.ts';
import { opusDurationSamples } from '../rtp/opus-toc.ts';
import { FakeSource, opusPayload } from '../testing/fake-source.ts';
import { MemoryFile } from '../testing/memory-file.ts';
import { readOgg } from '../testing/read-ogg.ts';
import { OggOpusRecorder, type OggOpusRecorderOptions } from './ogg-opus-recorder.ts';

function setUp() {
  const clock = new FakeClock();
  const fanOut = new FanOut({ clock, random: () => 0.9999, onEvent: () => undefined });
  const recorders: { readonly recorder: OggOpusRecorder; readonly file: MemoryFile }[] = [];
  const record = (leadIn?: OggOpusRecorderOptions['leadIn']): OggOpusRecorder => {
    const file = new MemoryFile();
    const recorder = new OggOpusRecorder({
      id: `recording-${recorders.length}`,
      clock,
      tags: { title: 'Noor' },
      ...(leadIn && { leadIn }),
      open: () => Promise.resolve(file),
      onFailed: (error) => expect.unreachable(String(error)),
      onBroken: () => expect.unreachable('no pause was long'),
    });
    recorders.push({ recorder, file });
    fanOut.addOutlet(recorder);
    return recorder;
  };
  const source = new FakeSource();
  fanOut.setSource(source);
  const play = (numbers: readonly number[]): void => {
    for (const number of numbers) {
      clock.advance(20);
      source.packet(number);
    }
  };
  /** What each file holds once all are ended. */
  const files = async () => {
    fanOut.close();
    await Promise.all(recorders.map(({ recorder }) => recorder.settled()));
    return recorders.map(({ file }) => heard(file.bytes));
  };
  return { files, play, record };
}

/** What a player plays of a file. */
function heard(bytes: Buffer) {
  const pages = readOgg(bytes);
  const preSkip = pages[0]?.packets[0]?.readUInt16LE(10) ?? 0;
  let left = preSkip;
  const packets = pages.slice(2).flatMap((page) => page.packets);
  const played = packets.filter((packet) => {
    const isSkipped = left > 0;
    left -= opusDurationSamples(packet) ?? 0;
    return !isSkipped;
  });
  return { preSkip, packets, played, samples: Number(pages.at(-1)?.granule ?? 0) - preSkip };
}
/** What sounds in each 20 ms. */
const slots = (packets: readonly Buffer[]): string[] =>
  packets.flatMap((packet) => {
    const isSilence = packet.subarray(-2).equals(Buffer.from([0xff, 0xfe]));
    const count = (opusDurationSamples(packet) ?? NaN) / 960;
    return Array.from({ length: count }, () => (isSilence ? 'silence' : packet.toString('hex')));
  });
const from = (start: number, end: number): number[] =>
  Array.from({ length: end - start }, (_, index) => start + index);
const payloads = (numbers: readonly number[]): Buffer[] =>
  numbers.map((number) => Buffer.from(opusPayload(number)));

test('the next file begins with the sample after the last one of the file before, its decoder warmed up', async () => {
  const { files, play, record } = setUp();
  const first = record();
  play(from(0, 100));
  first.endBeforeNext(record);
  play(from(100, 150));
  const [before, after] = await files();
  expect(before?.packets).toEqual(payloads(from(0, 100)));
  expect(after?.packets).toEqual(payloads(from(96, 150)));
  expect(after?.preSkip).toBe(3_840);
  expect(after?.played).toEqual(payloads(from(100, 150)));
});

test('nothing comes next while nothing plays, and asking twice changes nothing', async () => {
  const { files, play, record } = setUp();
  const first = record();
  first.endBeforeNext(() => expect.unreachable('nothing was heard yet'));
  play(from(0, 10));
  first.endBeforeNext(record);
  first.endBeforeNext(() => expect.unreachable('somebody goes on already'));
  play(from(10, 20));
  expect(await files()).toHaveLength(2);
});

test('after a pause the next file begins with what sounds then, and the pause is in the file before', async () => {
  const { files, play, record } = setUp();
  const first = record();
  play(from(0, 100));
  first.endBeforeNext(record);
  play(from(250, 300));
  const [before, after] = await files();
  expect(before?.samples).toBe(250 * 960 - 3_840);
  expect(after).toMatchObject({ preSkip: 0, packets: payloads(from(250, 300)) });
});

test('whatever is lost or late around the change: both files together are what one would be', async () => {
  const fate = fc.record({ lost: fc.boolean(), late: fc.integer({ min: 0, max: 3 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { minLength: 16, maxLength: 16 }), async (fates) => {
      const { files, play, record } = setUp();
      record();
      const cut = record();
      play(from(0, 20));
      const order = from(20, 36)
        .filter((number) => fates[number - 20]?.lost === false)
        .map((number) => ({ number, at: number + (fates[number - 20]?.late ?? 0) }))
        .toSorted((one, other) => one.at - other.at);
      const numbers = order.map(({ number }) => number);
      play(numbers.slice(0, numbers.length / 2));
      cut.endBeforeNext(record);
      play([...numbers.slice(numbers.length / 2), ...from(36, 60)]);
      const [whole, before, after] = await files();
      expect((before?.samples ?? NaN) + (after?.samples ?? NaN)).toBe(whole?.samples);
      const [one, both] = [
        slots(whole?.played ?? []),
        slots([...(before?.played ?? []), ...(after?.played ?? [])]),
      ];
      // A file that comes to its end waits longer for a packet that is late, and so may have one that the other gave up.
      expect(both.map((slot, index) => (one[index] === 'silence' ? 'silence' : slot))).toEqual(one);
      for (const number of [19, 36, 59])
        expect(both).toContain(Buffer.from(opusPayload(number)).toString('hex'));
    }),
    { numRuns: 60 },
  );
});
