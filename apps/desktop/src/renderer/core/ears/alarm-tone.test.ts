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
  const tone = new AlarmTone({ clock, open });
  const tell = (alarms: readonly Alarm[], may: 'ring' | 'wait' | 'never'): void => {
    tone.hear(alarms, may !== 'never');
    tone.ring(may === 'ring');
  };
  return { clock, heard, tell, tone };
}

describe('the tone', () => {
  test('rings when an alarm begins, each four seconds, and ends with it', () => {
    const { clock, heard, tell } = setUp();
    tell([], 'ring');
    expect(heard).toEqual({ open: 0, notes: 0 });
    tell([deadAir], 'ring');
    expect(heard).toEqual({ open: 1, notes: 1 });
    clock.advance(8_000);
    expect(heard.notes).toBe(3);
    tell([], 'ring');
    clock.advance(60_000);
    expect(heard).toEqual({ open: 0, notes: 3 });
    expect(clock.pending).toBe(0);
  });

  test('for a minute at most; whatever goes wrong later rings for a minute of its own', () => {
    const { clock, heard, tell } = setUp();
    tell([lost], 'ring');
    clock.advance(600_000);
    expect(heard).toEqual({ open: 0, notes: 15 });
    tell([lost, deadAir], 'ring');
    clock.advance(30_000);
    tell([lost, deadAir, { name: 'source-lost', label: 'Pulpit' }], 'ring');
    expect(heard.open).toBe(1);
    clock.advance(600_000);
    expect(heard).toEqual({ open: 0, notes: 15 + 8 + 15 });
    tell([lost, deadAir], 'ring');
    tell([lost], 'ring');
    clock.advance(600_000);
    expect(heard.notes).toBe(38);
    tell([], 'ring');
    tell([lost], 'ring');
    expect(heard.notes).toBe(39);
  });

  test('falls silent at once when it may not ring any more, and stays so for that alarm', () => {
    const { clock, heard, tell } = setUp();
    tell([deadAir], 'ring');
    tell([deadAir], 'never');
    expect(heard.open).toBe(0);
    tell([deadAir], 'ring');
    clock.advance(10_000);
    expect(heard.notes).toBe(1);
  });

  test('waits until it may ring, and goes on after it had to wait, for its minute', () => {
    const { clock, heard, tell, tone } = setUp();
    tell([deadAir], 'wait');
    expect(tone.wanted).toBe(true);
    expect(heard).toEqual({ open: 0, notes: 0 });
    clock.advance(2_000);
    tell([deadAir], 'ring');
    expect(heard).toEqual({ open: 1, notes: 1 });
    clock.advance(4_000);
    tell([deadAir], 'wait');
    expect(heard).toEqual({ open: 0, notes: 2 });
    tell([deadAir], 'ring');
    expect(heard).toEqual({ open: 1, notes: 3 });
    clock.advance(60_000);
    expect(tone.wanted).toBe(false);
    tell([deadAir], 'wait');
    tell([deadAir], 'ring');
    expect(heard.open).toBe(0);
  });
});
