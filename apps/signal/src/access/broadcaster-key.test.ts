import fc from 'fast-check';
import { expect, it } from 'vitest';

import {
  generateBroadcasterKey,
  hashBroadcasterKey,
  isBroadcasterKeyHash,
  keyMatches,
} from './broadcaster-key.ts';

it('keys carry all of their random bits', () => {
  expect(generateBroadcasterKey(() => new Uint8Array(20))).toBe('0000-0000-0000-0000-0000-0000-0000-0000');
  expect(generateBroadcasterKey(() => new Uint8Array(20).fill(255))).toBe(
    'zzzz-zzzz-zzzz-zzzz-zzzz-zzzz-zzzz-zzzz',
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.uint8Array({ minLength: 20, maxLength: 20 }), {
        minLength: 2,
        maxLength: 2,
        selector: String,
      }),
      (pair) => {
        const [one, other] = pair.map((bytes) => generateBroadcasterKey(() => bytes));
        expect(one).not.toBe(other);
      },
    ),
  );
});

it('a key matches its own hash alone, however it is typed', () => {
  const key = generateBroadcasterKey();
  const hash = hashBroadcasterKey(key);
  expect(isBroadcasterKeyHash(hash)).toBe(true);
  expect(hash).not.toContain(key.slice(0, 4));
  expect(keyMatches(key, hash)).toBe(true);
  expect(
    keyMatches(` ${key.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')}`, hash),
  ).toBe(true);
  expect(keyMatches(generateBroadcasterKey(), hash)).toBe(false);
  expect(keyMatches('', hash)).toBe(false);
  expect(keyMatches(key, 'sha256:')).toBe(false);
});

it('whatever a person made up is not taken for a key: its hash could be guessed', () => {
  expect(() => hashBroadcasterKey('bismillah')).toThrow(TypeError);
});
