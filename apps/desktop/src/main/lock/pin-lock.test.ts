import { FakeClock } from '@mauzin/shared/testing';
import { beforeEach, describe, expect, test } from 'vitest';

import { idleMs, PinLock, type SavedPin } from './pin-lock.ts';

const minute = 60_000;
let clock: FakeClock;
let wallMs = 0;
let saved: SavedPin | null;
let log: string[];
const locks: boolean[] = [];

beforeEach(() => {
  clock = new FakeClock();
  wallMs = Date.UTC(2030, 0, 2);
  saved = null;
  log = [];
  locks.length = 0;
});

const open = (): PinLock =>
  new PinLock({
    clock,
    wallMs: () => wallMs,
    saved: () => saved,
    save: (pin) => {
      saved = pin;
    },
    onChange: ({ locked }) => locks.push(locked),
    log: (line) => log.push(line),
  });

/** With a PIN, and locked, as after a start. */
async function openWith(pin: string): Promise<PinLock> {
  const first = open();
  await first.handlers()['set-pin'](pin);
  first.close();
  locks.length = 0;
  return open();
}
const tryPin = async (lock: PinLock, pin: string): Promise<number | 'ok'> => {
  const result = await lock.handlers().unlock(pin);
  return result.ok ? 'ok' : result.retryAfterMs;
};
const pass = (ms: number): void => {
  wallMs += ms;
  clock.advance(ms);
};

test('without a PIN nothing is locked, and any PIN opens', async () => {
  const lock = open();
  expect(lock.state).toEqual({ pinSet: false, locked: false });
  void lock.handlers().lock(undefined);
  expect(lock.state.locked).toBe(false);
  expect(await tryPin(lock, '0000')).toBe('ok');
});

test('a PIN is kept as scrypt with a salt of its own, and locks from the next start on', async () => {
  const lock = open();
  await lock.handlers()['set-pin']('2468');
  expect(lock.state).toEqual({ pinSet: true, locked: false });
  const first = saved;
  expect(JSON.stringify(first)).not.toContain('2468');
  expect(Buffer.from(first?.hash ?? '', 'base64')).toHaveLength(32);
  await lock.handlers()['set-pin']('2468');
  expect(saved?.salt).not.toBe(first?.salt);
  const next = open();
  expect(next.state).toEqual({ pinSet: true, locked: true });
  expect(await tryPin(next, '2469')).toBe(0);
  expect(await tryPin(next, '2468')).toBe('ok');
  expect(next.state.locked).toBe(false);
  expect(log.join()).not.toMatch(/246/);
});

test('the same digits open in any script', async () => {
  const lock = await openWith('٢٤٦٨');
  expect(await tryPin(lock, '2468')).toBe('ok');
  void lock.handlers().lock(undefined);
  expect(await tryPin(lock, '۲۴۶۸')).toBe('ok');
});

describe('too many wrong PINs', () => {
  const wrong = async (lock: PinLock, times: number): Promise<number | 'ok'> => {
    let last: number | 'ok' = 0;
    for (let time = 0; time < times; time += 1) last = await tryPin(lock, '0000');
    return last;
  };

  test('the fifth costs 30 s, each further one twice as much, up to 15 minutes; the right one wins nothing meanwhile', async () => {
    const lock = await openWith('2468');
    expect(await wrong(lock, 4)).toBe(0);
    for (const waitMs of [30_000, minute, 2 * minute, 4 * minute, 8 * minute, 15 * minute, 15 * minute]) {
      expect(await tryPin(lock, '0000')).toBe(waitMs);
      pass(waitMs - 1);
      expect(await tryPin(lock, '2468')).toBe(1);
      pass(1);
    }
    expect(await tryPin(lock, '2468')).toBe('ok');
    expect(saved).toMatchObject({ wrong: 0, notBeforeMs: 0 });
  }, 30_000);

  test('closing the app shortens nothing, and forgets no wrong try', async () => {
    await wrong(await openWith('2468'), 4);
    expect(await wrong(open(), 1)).toBe(30_000);
    pass(10_000);
    expect(await tryPin(open(), '2468')).toBe(20_000);
    // Another clock on the wall makes it no longer than it can be.
    wallMs -= 24 * 60 * minute;
    expect(await tryPin(open(), '2468')).toBe(15 * minute);
  });

  test('tries made at once are looked at one after the other', async () => {
    const lock = await openWith('2468');
    const results = await Promise.all(Array.from({ length: 8 }, () => tryPin(lock, '0000')));
    expect(results).toEqual([0, 0, 0, 0, 30_000, 30_000, 30_000, 30_000]);
    expect(saved?.wrong).toBe(5);
  });
});

describe('it locks by itself', () => {
  test('ten minutes after the admin’s last call', async () => {
    const lock = await openWith('2468');
    await tryPin(lock, '2468');
    pass(idleMs - 1);
    lock.used('change-settings');
    pass(idleMs - 1);
    // The operator's calls keep nothing open.
    lock.used('set-live');
    lock.used('report-sound');
    expect(lock.state.locked).toBe(false);
    pass(1);
    expect(lock.state.locked).toBe(true);
    lock.used('change-settings');
    pass(idleMs);
    expect(locks).toEqual([false, true]);
  });

  test('after a PIN was set, too; closing ends the wait', async () => {
    const lock = open();
    await lock.handlers()['set-pin']('2468');
    expect(clock.pending).toBe(1);
    lock.close();
    lock.close();
    expect(clock.pending).toBe(0);
  });
});

test('a PIN is taken away by whoever unlocked it, or from the command line', async () => {
  const lock = await openWith('2468');
  await lock.handlers()['set-pin'](null);
  expect(lock.state).toEqual({ pinSet: true, locked: true });
  await tryPin(lock, '2468');
  await lock.handlers()['set-pin'](null);
  expect(lock.state).toEqual({ pinSet: false, locked: false });
  const forgotten = await openWith('1357');
  forgotten.reset();
  expect(forgotten.state).toEqual({ pinSet: false, locked: false });
  expect(saved).toBeNull();
});
