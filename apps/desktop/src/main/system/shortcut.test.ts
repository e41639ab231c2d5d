import { beforeEach, expect, test } from 'vitest';

import { Shortcut } from './shortcut.ts';

const held = new Map<string, () => void>();
const elsewhere = new Set<string>();
const taken: boolean[] = [];
let pressed = 0;
let shortcut: Shortcut;

beforeEach(() => {
  held.clear();
  elsewhere.clear();
  taken.length = 0;
  pressed = 0;
  shortcut = new Shortcut({
    system: {
      register: (keys, run) => {
        if (keys === 'Nonsense+') throw new TypeError('Error processing argument');
        if (elsewhere.has(keys)) return false;
        held.set(keys, run);
        return true;
      },
      unregister: (keys) => void held.delete(keys),
    },
    onPress: () => {
      pressed += 1;
    },
    onTaken: (is) => taken.push(is),
    log: () => undefined,
  });
});

test('the keys are held, changed and given back', () => {
  shortcut.set('F9');
  shortcut.set('F9');
  held.get('F9')?.();
  shortcut.set('F10');
  expect([...held.keys()]).toEqual(['F10']);
  shortcut.set(null);
  expect(held.size).toBe(0);
  shortcut.set('F9');
  shortcut.close();
  shortcut.close();
  expect(held.size).toBe(0);
  expect([pressed, taken]).toEqual([1, [false, false, false, false]]);
});

test('keys of another program, and keys that are none, are said; the next ones are tried', () => {
  elsewhere.add('F9');
  for (const keys of ['F9', 'Nonsense+', 'F10']) shortcut.set(keys);
  expect(taken).toEqual([true, true, false]);
  expect([...held.keys()]).toEqual(['F10']);
});
