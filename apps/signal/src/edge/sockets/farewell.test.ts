import { expect, it } from 'vitest';

import { comeBackInMs } from './farewell.ts';

const latest = (role: 'broadcaster' | 'listener', isRelayed: boolean, others: number): number =>
  comeBackInMs({ role, isRelayed }, others, 1);

it('broadcasters are back first, then who hears nothing meanwhile, then everybody else', () => {
  expect(latest('broadcaster', false, 10_000)).toBe(500);
  expect(latest('listener', true, 10_000)).toBe(1_000);
  expect(latest('listener', false, 10)).toBe(1_000);
  expect(latest('listener', false, 1_000)).toBe(2_000);
  expect(latest('listener', false, 10_000)).toBe(5_000);
});

it('each at a time of its own', () => {
  for (const isRelayed of [true, false]) {
    const times = [0, 0.25, 0.5, 0.75].map((random) =>
      comeBackInMs({ role: 'listener', isRelayed }, 1_000, random),
    );
    expect(new Set(times).size).toBe(4);
    expect(times[0]).toBe(0);
  }
});
