import { expect, it } from 'vitest';

import { Guard } from './guard.ts';

it('a guest has one name, however many come in between, and another one at another service', () => {
  const guard = new Guard();
  const name = guard.nameOf('192.0.2.1');
  const others = Array.from({ length: 1_500 }, (_, each) =>
    guard.nameOf(`198.51.${Math.floor(each / 256)}.${each % 256}`),
  );
  expect(new Set([name, ...others]).size).toBe(1_501);
  expect(guard.nameOf('192.0.2.1')).toBe(name);
  expect(guard.nameOf('198.51.5.219')).toBe(others.at(-1));
  expect(name).not.toContain('192.0.2.1');
  expect(new Guard().nameOf('192.0.2.1')).not.toBe(name);
});
