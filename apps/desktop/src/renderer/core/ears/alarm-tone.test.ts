import { FakeClock } from '@mauzin/shared/testing';
import type { Alarm } from '@mauzin/desktop-contract';
import { describe, expect, test } from 'vitest';

import { AlarmTone } from './alarm-tone.ts';

const deadAir: Alarm = { name: 'dead-air' };
const lost: Alarm = { name: 'source-lost', label: 'USB Mixer' };

function setUp() {
  const clock = new FakeClock();
  const heard = { open: 0, notes: 0 };
  const open = () => {
    heard.open += 1;
    return { play: () => (heard.notes += 1), close: () => (heard.open -= 1) };
  };
  return { clock, heard, tone: new AlarmTone({ clock, open }) };
}

describe('the tone', () => {
  test('rings when an alarm begins, each four seconds, and ends with it', () => {
    const { clock, heard, tone } = setUp();
    tone.follow([], true);
    expect(heard).toEqual({ open: 0, notes: 0 });
    tone.follow([deadAir], true);
    expect(heard).toEqual({ open: 1, notes: 1 });
    clock.advance(8_000);
    expect(heard.notes).toBe(3);
    tone.follow([], true);
    clock.advance(60_000);
    expect(heard).toEqual({ open: 0, notes: 3 });
    expect(clock.pending).toBe(0);
  });

  test('for a minute at most; whatever goes wrong later rings for a minute of its own', () => {
    const { clock, heard, tone } = setUp();
    tone.follow([lost], true);
    clock.advance(600_000);
    expect(heard).toEqual({ open: 0, notes: 15 });
    tone.follow([lost, deadAir], true);
    clock.advance(30_000);
    tone.follow([lost, deadAir, { name: 'source-lost', label: 'Pulpit' }], true);
    expect(heard.open).toBe(1);
    clock.advance(600_000);
    expect(heard).toEqual({ open: 0, notes: 15 + 8 + 15 });
    tone.follow([lost, deadAir], true);
    tone.follow([lost], true);
    clock.advance(600_000);
    expect(heard.notes).toBe(38);
    tone.follow([], true);
    tone.follow([lost], true);
    expect(heard.notes).toBe(39);
  });

  test('falls silent at once when it may not ring any more, and stays so for that alarm', () => {
    const { clock, heard, tone } = setUp();
    tone.follow([deadAir], true);
    tone.follow([deadAir], false);
    expect(heard.open).toBe(0);
    tone.follow([deadAir], true);
    clock.advance(10_000);
    expect(heard.notes).toBe(1);
  });
});
