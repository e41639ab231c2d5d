import { expect, it } from 'vitest';

import { BodyCache } from './body-cache.ts';
import { uncompressed } from './compress.ts';

it('makes each body once, and forgets what was asked for longest ago', async () => {
  const cache = new BodyCache(2);
  const made: string[] = [];
  const get = async (key: string): Promise<string> => {
    const body = await cache.get(key, () => {
      made.push(key);
      return Promise.resolve(uncompressed(Buffer.from(key)));
    });
    return body.plain.toString();
  };
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(await get(key)).toBe(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

it('what could not be made is tried again', async () => {
  const cache = new BodyCache(2);
  await expect(cache.get('a', () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
  const body = await cache.get('a', () => Promise.resolve(uncompressed(Buffer.from('a'))));
  expect(body.plain.toString()).toBe('a');
});
