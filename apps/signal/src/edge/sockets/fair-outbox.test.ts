import { describe, expect, it } from 'vitest';

import type { Cause } from '../../hosts/cause.ts';
import { FairOutbox } from './fair-outbox.ts';

const kb = 1024;
const needed = (address: string, peer = address): Cause => ({ peer, address, worth: 'needed' });
const droppable = (address: string): Cause => ({ peer: address, address, worth: 'droppable' });

/** A broadcaster at the end of a line that takes so many characters a millisecond, and says when it has read a mark. */
class Line {
  nowMs = 10_000;
  stuck = 0;
  readonly read: string[] = [];
  readonly outbox: FairOutbox;
  readonly #perMs: number;
  /** What is on the way: frames, and marks as numbers. */
  readonly #onTheWay: (string | number)[] = [];
  #credit = 0;

  constructor(perMs: number, mostWaiting = 8 * kb * kb) {
    this.#perMs = perMs;
    this.outbox = new FairOutbox({
      now: () => this.nowMs,
      write: (frame) => this.#onTheWay.push(frame),
      mark: (id) => this.#onTheWay.push(id),
      mostWaiting,
      onStuck: () => {
        this.stuck += 1;
      },
    });
  }

  /** Characters on the way. */
  get queued(): number {
    return this.#onTheWay.reduce<number>((sum, one) => sum + (typeof one === 'string' ? one.length : 0), 0);
  }

  /** Time goes by, ms by ms. Returns what has been read in it. */
  pass(ms: number): string[] {
    const before = this.read.length;
    for (let left = ms; left > 0; left -= 1) {
      this.nowMs += 1;
      this.#credit = this.#onTheWay.length === 0 ? 0 : this.#credit + this.#perMs;
      for (let next = this.#onTheWay[0]; next !== undefined; [next] = this.#onTheWay) {
        const chars = typeof next === 'string' ? next.length : 0;
        if (chars > this.#credit) break;
        this.#credit -= chars;
        this.#onTheWay.shift();
        if (typeof next === 'string') this.read.push(next);
        else this.outbox.returned(next);
      }
    }
    return this.read.slice(before);
  }
}

/** One address sends 8 kB frames as fast as they would fill the line ten times over; for so many ms. */
const flood = (line: Line, ms: number, most = Infinity): void => {
  for (let at = 0, sent = 0; at < ms; at += 1) {
    for (let one = 0; one < 2 && sent < most; one += 1, sent += 1)
      line.outbox.push('x'.repeat(8 * kb), droppable('hostile'));
    line.pass(1);
  }
};

describe('what listeners cause to be sent to a broadcaster', () => {
  it('goes out at once, and in order, as long as the line keeps up', () => {
    const line = new Line(10_000);
    const frames = Array.from({ length: 50 }, (_, number) => `frame ${number}`);
    for (const frame of frames) line.outbox.push(frame, needed('a'));
    expect(line.pass(1)).toEqual(frames);
  });

  it('of one address never makes another one wait for long: 10 Mbit/s are kept busy, and no fuller', () => {
    const line = new Line(1_250);
    line.outbox.push('hello', needed('honest'));
    line.pass(20);
    flood(line, 3_000);
    const waits: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      line.outbox.push(`honest ${round}`, needed('honest'));
      const sinceMs = line.nowMs;
      while (!line.read.includes(`honest ${round}`)) flood(line, 1);
      waits.push(line.nowMs - sinceMs);
      flood(line, 50);
    }
    expect(Math.max(...waits)).toBeLessThan(110);
    const readBefore = line.read.join('').length;
    flood(line, 1_000);
    expect(line.read.join('').length - readBefore).toBeGreaterThan(1_200_000);
  });

  it('of a whole hall at once all arrives, as fast as the line is', () => {
    const line = new Line(12_500);
    for (let phone = 0; phone < 1_500; phone += 1)
      line.outbox.push('x'.repeat(3 * kb), { ...droppable('hall'), peer: `phone-${phone}` });
    line.pass(400);
    expect(line.read.length).toBe(1_500);
    expect(line.stuck).toBe(0);
  });

  it('keeps the order of each listener, also of one that comes back from another address', () => {
    const line = new Line(100);
    for (let one = 0; one < 40; one += 1) line.outbox.push('x'.repeat(8 * kb), droppable('hall'));
    line.outbox.push('left', needed('hall', 'phone'));
    line.outbox.push('back', needed('street', 'phone'));
    line.pass(10_000);
    expect(line.read.filter((frame) => !frame.startsWith('x'))).toEqual(['left', 'back']);
  });

  it('is dropped where it is spare and the line is full', () => {
    const line = new Line(100);
    line.outbox.push('report', { ...needed('a'), worth: 'spare' });
    for (let one = 0; one < 40; one += 1) line.outbox.push('x'.repeat(8 * kb), droppable('hall'));
    line.outbox.push('late report', { ...needed('a'), worth: 'spare' });
    line.pass(10_000);
    expect(line.read.filter((frame) => frame.includes('report'))).toEqual(['report']);
  });

  it('beyond what may wait is dropped of whom most waits for, never of the others, nor what must arrive', () => {
    const line = new Line(1_250, 256 * kb);
    flood(line, 1_000);
    for (let one = 0; one < 10; one += 1)
      line.outbox.push(`answer ${one}`, { peer: `p${one}`, address: `street-${one}`, worth: 'droppable' });
    line.outbox.push('left', needed('hostile'));
    line.pass(10_000);
    expect(line.read.filter((frame) => frame.startsWith('answer')).length).toBe(10);
    expect(line.read).toContain('left');
    expect(line.stuck).toBe(0);
    expect(line.read.length).toBeLessThan(1_000);
  });

  it('ends a broadcaster that reads nothing any more', () => {
    const line = new Line(0);
    for (let one = 0; one < 40; one += 1) line.outbox.push('x'.repeat(8 * kb), droppable('hall'));
    line.pass(29_000);
    line.outbox.push('x', needed('hall'));
    expect(line.stuck).toBe(0);
    line.pass(2_000);
    line.outbox.push('x', needed('hall'));
    expect(line.stuck).toBe(1);
  });

  it('sends less at once where the line is slow, and more where it is fast', () => {
    const fast = new Line(50_000);
    const slow = new Line(300);
    for (const line of [fast, slow]) {
      line.outbox.push('hello', needed('hall'));
      line.pass(20);
    }
    flood(fast, 500);
    flood(slow, 5_000);
    expect(fast.read.length).toBeGreaterThan(900);
    expect(slow.queued).toBeLessThan(70 * kb);
  });
});
