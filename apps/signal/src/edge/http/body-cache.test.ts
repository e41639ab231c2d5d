import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { expect, it } from 'vitest';

import { BodyCache } from './body-cache.ts';

const words = 'sound '.repeat(100);

it('makes each body once, and forgets what was asked for longest ago, by bytes', async () => {
  const made: string[] = [];
  const cache = new BodyCache(3_000);
  const get = async (key: string, bytes = 1_000): Promise<void> => {
    const { bytes: body } = await cache.get(key, undefined, () => {
      made.push(key);
      return Buffer.alloc(bytes, key);
    });
    expect([body.length, body.toString('utf8', 0, key.length)]).toEqual([bytes, key]);
    expect(cache.bytes).toBeLessThanOrEqual(3_000);
  };
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  // One that is larger than all that may be kept takes everybody's place and keeps none.
  await get('large', 10_000);
  expect(cache.bytes).toBe(0);
  await get('d');
  await get('d');
  expect(made).toEqual(['a', 'b', 'c', 'b', 'large', 'd']);
});

it('compresses only in the way that is asked for, once for all who ask at the same time', async () => {
  const encoded: string[] = [];
  const cache = new BodyCache(100_000, (plain, encoding) => {
    encoded.push(encoding);
    return Promise.resolve(plain.subarray(0, 1));
  });
  const make = (): Buffer => Buffer.from(words);
  await Promise.all(Array.from({ length: 50 }, () => cache.get('a', 'gzip, br', make)));
  expect(encoded).toEqual(['br']);
  const gzip = await cache.get('a', 'gzip', make);
  const plain = await cache.get('a', 'identity', make);
  expect([encoded, gzip.encoding, plain.encoding]).toEqual([['br', 'gzip'], 'gzip', null]);
  // The same body, whatever its shape.
  expect(gzip.etag).toBe(plain.etag);
});

it('sends what was made, and plainly what compression would make longer', async () => {
  const cache = new BodyCache(100_000);
  const make = (): Buffer => Buffer.from(words);
  expect(brotliDecompressSync((await cache.get('a', 'br', make)).bytes).toString()).toBe(words);
  expect(gunzipSync((await cache.get('a', 'gzip', make)).bytes).toString()).toBe(words);
  expect(await cache.get('b', 'br', () => Buffer.from('b'))).toMatchObject({ encoding: null });
});

it('what could not be made is tried again', async () => {
  const cache = new BodyCache(1_000);
  const fails = (): Buffer => {
    throw new Error('no memory');
  };
  await expect(cache.get('a', undefined, fails)).rejects.toThrow('no memory');
  const body = await cache.get('a', undefined, () => Buffer.from('a'));
  expect(body.bytes.toString()).toBe('a');
});
