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
  #timers: { readonly atMs: number; readonly run: () => void }[] = [];
  /** What marks do at the other end. */
  readonly #marks: 'given-back' | 'dropped' | 'latest-only';

  constructor(
    perMs: number,
    mostWaiting = 8 * kb * kb,
    marks: 'given-back' | 'dropped' | 'latest-only' = 'given-back',
  ) {
    this.#perMs = perMs;
    this.#marks = marks;
    this.outbox = new FairOutbox({
      now: () => this.nowMs,
      after: (ms, run) => {
        const timer = { atMs: this.nowMs + ms, run };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((one) => one !== timer);
        };
      },
      write: (frame) => this.#onTheWay.push(frame),
      mark: (id) => this.#onTheWay.push(id),
      mostWaiting,
      onStuck: () => {
        this.stuck += 1;
      },
    });
  }

  get timers(): number {
    return this.#timers.length;
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
      this.#ring();
      let latest: number | null = null;
      this.#credit = this.#onTheWay.length === 0 ? 0 : this.#credit + this.#perMs;
      for (let next = this.#onTheWay[0]; next !== undefined; [next] = this.#onTheWay) {
        const chars = typeof next === 'string' ? next.length : 0;
        if (chars > this.#credit) break;
        this.#credit -= chars;
        this.#onTheWay.shift();
        if (typeof next === 'string') this.read.push(next);
        else if (this.#marks === 'given-back') this.outbox.returned(next);
        else if (this.#marks === 'latest-only') latest = next;
      }
      if (latest !== null) this.outbox.returned(latest);
    }
    return this.read.slice(before);
  }

  #ring(): void {
    const due = this.#timers.filter(({ atMs }) => atMs <= this.nowMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.nowMs);
    for (const { run } of due) run();
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

  it('goes out unmeasured where marks are dropped on the way and the other end speaks, and is measured again once one comes back', () => {
    const line = new Line(1_250, 8 * kb * kb, 'dropped');
    line.outbox.push('hello', needed('hall'));
    for (let one = 0; one < 40; one += 1) line.outbox.push('x'.repeat(8 * kb), droppable('hall'));
    line.pass(4_900);
    line.outbox.heard();
    expect(line.read.length).toBeLessThan(20);
    line.pass(200);
    line.outbox.heard();
    line.pass(1_000);
    expect(line.read.length).toBe(41);
    line.pass(60_000);
    for (let one = 0; one < 40; one += 1) line.outbox.push('x'.repeat(8 * kb), droppable('hall'));
    line.pass(1_000);
    expect([line.read.length, line.stuck]).toEqual([81, 0]);
    let id = 100;
    while (id > 0 && !line.outbox.returned(id)) id -= 1;
    expect(id).toBeGreaterThan(0);
    for (let one = 0; one < 40; one += 1) line.outbox.push('x'.repeat(8 * kb), droppable('hall'));
    expect(line.queued).toBeLessThan(200 * kb);
  });

  it('waits for an end that says nothing, and for one whose marks have come back before', () => {
    const silent = new Line(0);
    const slow = new Line(300);
    slow.outbox.push('hello', needed('hall'));
    slow.pass(20);
    for (const line of [silent, slow])
      for (let one = 0; one < 400; one += 1) line.outbox.push('x'.repeat(8 * kb), droppable('hall'));
    silent.pass(6_000);
    slow.pass(6_000);
    slow.outbox.heard();
    for (const { queued } of [silent, slow]) expect(queued).toBeLessThan(150 * kb);
  });

  it('goes on where the other end gives back only the latest of what it was sent, the sign of life among them', () => {
    const line = new Line(1_250, 8 * kb * kb, 'latest-only');
    line.outbox.push('hello', needed('hall'));
    line.pass(20);
    for (let one = 0; one < 100; one += 1) line.outbox.push('x'.repeat(8 * kb), droppable('hall'));
    line.outbox.beat();
    line.pass(3_000);
    expect(line.read.length).toBe(101);
  });

  it('is marked anew every two seconds while it waits, and no longer', () => {
    const marked: number[] = [];
    const line = new Line(0);
    const { outbox } = line;
    for (let one = 0; one < 40; one += 1) outbox.push('x'.repeat(8 * kb), droppable('hall'));
    line.pass(6_100);
    for (let id = 1; id < 100; id += 1) if (outbox.returned(id)) marked.push(id);
    // Four of a window, and three since.
    expect(marked.length).toBeGreaterThan(7);
    expect(line.timers).toBe(1);
    outbox.close();
    expect(line.timers).toBe(0);
  });
});
