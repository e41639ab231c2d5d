import { expect, it } from 'vitest';

import { Memory } from './memory.ts';
import { pastOn } from './state/past.ts';

it('knows once who was lost in the last ten minutes, and never more than it has room for', () => {
  const memory = new Memory(3);
  for (const [index, peer] of ['a', 'b', 'c', 'd'].entries()) memory.keep(peer, pastOn(peer), index * 1_000);
  expect(memory.size).toBe(3);
  expect(memory.take('a', 4_000)).toBe(null);
  expect(memory.take('b', 4_000)?.routes.network).toBe('b');
  expect(memory.take('b', 4_000)).toBe(null);
  expect(memory.take('c', 603_000)).toBe(null);
  memory.keep('e', pastOn('e'), 700_000);
  expect(memory.size).toBe(1);
});
