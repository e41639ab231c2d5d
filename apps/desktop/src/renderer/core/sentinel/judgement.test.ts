import type { SentinelState } from '@mauzin/desktop-contract';
import { describe, expect, test } from 'vitest';

import type { Finding } from './compare.ts';
import { Judgement } from './judgement.ts';

/** A finding each half second, as the sentinel has them. */
class Bench {
  nowMs = 50_000;
  readonly #judgement = new Judgement();

  for(ms: number, finding: Finding): SentinelState {
    let state: SentinelState = { name: 'off' };
    for (let spent = 0; spent < ms; spent += 500) {
      this.nowMs += 500;
      state = this.#judgement.add(finding, this.nowMs, 500);
    }
    return state;
  }

  anew(): void {
    this.#judgement.beginAnew();
  }
}
const like = (lagSteps: number | null): Finding => ({ name: 'like', lagSteps });
const unlike: Finding = { name: 'unlike' };
const unsure: Finding = { name: 'unsure' };

describe('the verdict', () => {
  test('tells the middle of the last five delays', () => {
    const bench = new Bench();
    expect(bench.for(500, unsure)).toEqual({ name: 'listening' });
    expect(bench.for(500, like(20))).toEqual({ name: 'heard', behindMs: 200 });
    bench.for(500, like(21));
    expect(bench.for(500, like(250))).toEqual({ name: 'heard', behindMs: 210 });
    expect(bench.for(2_500, like(30))).toEqual({ name: 'heard', behindMs: 300 });
    expect(bench.for(5_000, like(null))).toEqual({ name: 'heard', behindMs: 300 });
  });

  test('is an alarm when nothing was heard for 4 s, until something is', () => {
    const bench = new Bench();
    bench.for(500, like(20));
    expect(bench.for(3_000, unlike)).toEqual({ name: 'heard', behindMs: 200 });
    expect(bench.for(500, unlike)).toEqual({ name: 'not-heard', forMs: 4_000 });
    bench.anew();
    expect(bench.for(2_000, unsure)).toEqual({ name: 'not-heard', forMs: 6_000 });
    expect(bench.for(500, like(25))).toEqual({ name: 'heard', behindMs: 250 });
  });

  test('comes later at first, while a connection is made', () => {
    const bench = new Bench();
    expect(bench.for(7_000, unlike)).toEqual({ name: 'listening' });
    expect(bench.for(1_000, unlike)).toMatchObject({ name: 'not-heard' });
  });

  test('counts what is missed over the pauses of a speaker', () => {
    const bench = new Bench();
    bench.for(500, like(20));
    bench.for(2_000, unlike);
    bench.for(10_000, unsure);
    expect(bench.for(2_000, unlike)).toMatchObject({ name: 'not-heard' });
  });

  test('holds for a minute of silence, and no longer', () => {
    const bench = new Bench();
    bench.for(500, like(20));
    expect(bench.for(59_500, unsure)).toEqual({ name: 'heard', behindMs: 200 });
    expect(bench.for(500, unsure)).toEqual({ name: 'listening' });
  });
});
