import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Frame } from '../fan-out/contracts.ts';
import { opusDurationSamples } from '../rtp/opus-toc.ts';
import { opusPayload } from '../testing/fake-source.ts';
import { opusSilence } from './opus-silence.ts';
import { OpusTimeline } from './opus-timeline.ts';

const silence = Buffer.from([0xf8, 0xff, 0xfe]);
const stereo = Uint8Array.from([0xfc, 1, 2]);

function setUp() {
  const out: { payload: Uint8Array; durationSamples: number }[] = [];
  const timeline = new OpusTimeline((payload, durationSamples) => out.push({ payload, durationSamples }));
  const push = (index: number, payload = opusPayload(index), shift = 0): void =>
    timeline.push(frame(index * 960 + shift, payload));
  /** Which packets came out: their number, or a dash for 20 ms of silence. */
  const heard = (): string[] =>
    out.map(({ payload }) => (Buffer.compare(payload, silence) === 0 ? '-' : String(numberOf(payload))));
  return { out, timeline, push, heard };
}
const frame = (timestamp: number, payload: Uint8Array): Frame => ({
  payload,
  sequence: 0,
  timestamp: timestamp >>> 0,
  durationSamples: 960,
  rtp: Buffer.alloc(0),
  redRtp: Buffer.alloc(0),
});
const payloads = Array.from({ length: 256 }, (_, index) => Buffer.from(opusPayload(index)).toString('hex'));
const numberOf = (payload: Uint8Array): number => payloads.indexOf(Buffer.from(payload).toString('hex'));

describe('silence', () => {
  test.each([false, true])('lasts as long as was asked, stereo: %s', (isStereo) => {
    for (const asked of [0, 119, 120, 960, 5_760, 48_000, 14_399_999]) {
      let sum = 0;
      for (const { payload, durationSamples } of opusSilence(asked, isStereo)) {
        expect(opusDurationSamples(payload)).toBe(durationSamples);
        expect(((payload[0] ?? 0) & 4) !== 0).toBe(isStereo);
        sum += durationSamples;
      }
      expect(asked - sum).toBeGreaterThanOrEqual(0);
      expect(asked - sum).toBeLessThan(120);
    }
  });
});

describe('the timeline', () => {
  test('hands packets on at once, as they are, from whatever timestamp', () => {
    const { timeline, out } = setUp();
    const sent = [opusPayload(1), opusPayload(2), opusPayload(3)];
    for (const [index, payload] of sent.entries()) {
      timeline.push(frame(0xfffffc40 + index * 960, payload));
      expect(out.at(-1)?.payload).toBe(payload);
    }
    expect(timeline.endSamples).toBe(3 * 960);
  });

  test('a packet that is lost is silence of its length, once it is not waited for any more', () => {
    const { heard, push } = setUp();
    push(0);
    push(2);
    push(3);
    expect(heard()).toEqual(['0']);
    push(4);
    expect(heard()).toEqual(['0', '-', '2', '3', '4']);
  });

  test('one that comes late is put in its place, or left out when the place is taken', () => {
    const { heard, push } = setUp();
    for (const index of [0, 2, 1, 3, 5, 6, 7, 4, 8]) push(index);
    expect(heard()).toEqual(['0', '1', '2', '3', '-', '5', '6', '7', '8']);
  });

  test('one that comes twice is there once', () => {
    const { heard, push, timeline } = setUp();
    for (const index of [0, 2, 2, 1, 1]) push(index);
    timeline.flush();
    expect(heard()).toEqual(['0', '1', '2']);
  });

  test('a long gap is filled to within 2.5 ms, in the channels of what comes after', () => {
    const { out, push, timeline } = setUp();
    push(0);
    push(500, stereo, 77);
    expect(Math.abs(timeline.endSamples - (501 * 960 + 77))).toBeLessThan(120);
    expect(out.slice(1, -1).every(({ payload }) => ((payload[0] ?? 0) & 4) !== 0)).toBe(true);
    expect(out.length).toBeLessThan(100);
    push(501, stereo, 77);
    expect(Math.abs(timeline.endSamples - (502 * 960 + 77))).toBeLessThan(120);
  });

  test('time is filled while nothing comes, and what comes then stands where it belongs', () => {
    const { heard, push, timeline } = setUp();
    push(0);
    timeline.fillTo(4 * 960);
    timeline.fillTo(4 * 960);
    push(3);
    push(6);
    push(7);
    push(8);
    push(9);
    expect(heard()).toEqual(['0', '-', '-', '-', '-', '-', '6', '7', '8', '9']);
  });

  test('time that frames know nothing of moves all that follow', () => {
    const { push, timeline } = setUp();
    push(0);
    timeline.skip(48_000);
    push(1);
    push(2);
    expect(timeline.endSamples).toBe(48_000 + 3 * 960);
  });

  test('a day keeps its time over every wrap of RTP’s numbers', () => {
    let samples = 0;
    const timeline = new OpusTimeline((_, durationSamples) => (samples += durationSamples));
    const minutes = 4;
    for (let minute = 0; minute <= 27 * 60; minute += minutes) {
      timeline.push(frame(0xffff0000 + minute * 60 * 48_000, opusPayload(1)));
    }
    expect(Math.abs(samples - (27 * 3_600 * 48_000 + 960))).toBeLessThan(120);
  });

  test('whatever is lost, doubled or late: what comes out is in order and as long as the time that passed', () => {
    const arrival = fc.record({
      lost: fc.nat(9),
      late: fc.integer({ min: 0, max: 4 }),
      twice: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(arrival, { minLength: 1, maxLength: 60 }),
        fc.nat(0xffffffff),
        (arrivals, start) => {
          const { out, timeline } = setUp();
          let index = 0;
          const sent = arrivals.map(({ lost, late, twice }, place) => {
            index += place === 0 ? 0 : 1 + (lost < 7 ? 0 : lost - 6);
            return { index, due: place === 0 ? -1 : place + late, twice };
          });
          const order = [...sent]
            .sort((a, b) => a.due - b.due)
            .flatMap((one) => (one.twice ? [one, one] : [one]));
          for (const one of order) timeline.push(frame(start + one.index * 960, opusPayload(one.index)));
          timeline.flush();
          const numbers = out.map(({ payload }) => numberOf(payload)).filter((number) => number >= 0);
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
          expect(new Set(numbers).size).toBe(numbers.length);
          expect(timeline.endSamples).toBe((index + 1) * 960);
          expect(out.reduce((sum, { durationSamples }) => sum + durationSamples, 0)).toBe(
            timeline.endSamples,
          );
        },
      ),
    );
  });
});
