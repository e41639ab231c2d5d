import { FakeClock } from '@mauzin/shared/testing';
import type { Rendition } from '@mauzin/shared';
import { expect, onTestFinished, test } from 'vitest';

import { numbered } from '../../testing/relay-rig.ts';
import { soundWithinMs, StationStreams } from './station-streams.ts';

function setUp() {
  const clock = new FakeClock();
  const readers: object[] = [];
  const streams: StationStreams = new StationStreams({
    clock,
    onReaders: () => readers.push(streams.readers),
    onError: (error) => expect.fail(String(error)),
  });
  onTestFinished(() => {
    streams.close();
    expect(clock.pending).toBe(0);
  });
  const open = (rendition: Rendition = 'normal') => {
    const state = { ended: 0, bytes: 0 };
    const reader = streams.open(
      { station: 'noor', rendition, filled: false },
      {
        write: ({ length }) => (state.bytes += length) > 0,
        end: () => {
          state.ended += 1;
        },
      },
    );
    return { state, close: () => reader?.close() };
  };
  let next = 0;
  const play = (rendition: Rendition, ms: number): void => {
    for (let passed = 0; passed < ms; passed += 20) {
      clock.advance(20);
      const number = next;
      next += 1;
      const packet = { payload: numbered(number), sequence: number, timestamp: number * 960, stream: 0 };
      streams.packet(rendition, packet);
    }
  };
  return { clock, open, play, readers, streams };
}

test('a reader that is given no sound in time is ended, one that hears is not', () => {
  const { clock, open, play, streams } = setUp();
  const waiting = open('saver');
  const hearing = open('normal');
  play('normal', soundWithinMs - 1_000);
  expect(waiting.state.ended).toBe(0);
  play('normal', 2_000);
  expect([waiting.state.ended, hearing.state.ended]).toEqual([1, 0]);
  expect(streams.readers).toEqual({ normal: 1, saver: 0 });
  clock.advance(soundWithinMs + 1_000); // the sound stops
  expect(hearing.state.ended).toBe(1);
  expect(streams.readers).toEqual({ normal: 0, saver: 0 });
});

test('readers of one rendition are ended with it', () => {
  const { open, readers, streams } = setUp();
  const [normal, saver] = [open('normal'), open('saver')];
  streams.endAll('saver');
  expect([normal.state.ended, saver.state.ended]).toEqual([0, 1]);
  normal.close();
  normal.close();
  expect(normal.state.ended).toBe(0);
  expect(readers.at(-1)).toEqual({ normal: 0, saver: 0 });
});

test('closing ends everybody, once', () => {
  const { open, streams } = setUp();
  const all = [open('normal'), open('saver')];
  streams.close();
  streams.close();
  expect(all.map(({ state }) => state.ended)).toEqual([1, 1]);
});

test('as many may read as the relay lets in', () => {
  const { open, streams } = setUp();
  for (let count = 0; count < 700; count += 1) open();
  expect(streams.readers.normal).toBe(700);
});
