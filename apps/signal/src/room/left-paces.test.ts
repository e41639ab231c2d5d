import { expect, it } from 'vitest';

import { LeftPaces } from './left-paces.ts';
import { Paces } from './state/paces.ts';

it('hands the pace of who has left a network to who comes there next, for a while', () => {
  const left = new LeftPaces();
  const [one, other] = [new Paces(), new Paces()];
  left.keep('hall', one, 0);
  left.keep('hall', other, 1_000);
  expect(left.take('street', 1_000)).toBe(null);
  expect(left.take('hall', 1_000)).toBe(one);
  expect(left.take('hall', 1_000)).toBe(other);
  expect(left.take('hall', 1_000)).toBe(null);
  left.keep('hall', one, 2_000);
  expect(left.take('hall', 17_001)).toBe(null);
});

it('keeps nothing for ever', () => {
  const left = new LeftPaces();
  for (let number = 0; number < 1_000; number++) left.keep(`street-${number}`, new Paces(), number * 100);
  expect(left.size).toBeLessThan(152);
});
