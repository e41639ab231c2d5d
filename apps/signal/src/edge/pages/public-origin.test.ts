import { expect, it } from 'vitest';

import { PublicOrigin } from './public-origin.ts';

it('is the configured one, whatever was asked for', () => {
  const origins = new PublicOrigin('https://radio.example');
  expect(origins.of('evil.example', false, 0)).toBe('https://radio.example');
  expect(origins.of(undefined, false, 0)).toBe('https://radio.example');
});

it('else is the host that was asked for', () => {
  const origins = new PublicOrigin(null);
  expect(origins.of('Radio.Example:8080', false, 0)).toBe('http://radio.example:8080');
  expect(origins.of('radio.example', true, 0)).toBe('https://radio.example');
  expect(origins.of(undefined, true, 0)).toBe(null);
  expect(origins.of('a b', true, 0)).toBe(null);
});

it('who makes up many names neither pushes out those in use, nor keeps others out for good', () => {
  const origins = new PublicOrigin(null);
  for (let made = 0; made < 100; made++) {
    origins.of(`made-up-${made}.example`, false, made);
    expect(origins.of('radio.example', false, made) === null).toBe(false);
  }
  expect(origins.of('made-up-99.example', false, 100)).toBe(null);
  expect(origins.of('new.example', false, 59_000)).toBe(null);
  expect(origins.of('new.example', false, 60_001)).toBe('http://new.example');
  expect(origins.of('radio.example', false, 60_002)).toBe('http://radio.example');
});
