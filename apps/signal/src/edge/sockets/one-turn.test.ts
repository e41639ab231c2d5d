import { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { newPeerId } from './peer-id.ts';
import { OneTurn } from './one-turn.ts';

/** A socket that remembers what went to the system at once. */
function socket() {
  const calls: string[] = [];
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, done) => {
      calls.push(chunk.toString());
      done();
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join(' '));
      done();
    },
  });
  return { stream, calls };
}

it('what is written in one turn goes out at once at its end, in order, and each turn anew', async () => {
  const turn = new OneTurn();
  const [one, other] = [socket(), socket()];
  for (const text of ['a', 'b', 'c']) {
    turn.gather(one.stream);
    one.stream.write(text);
  }
  turn.gather(other.stream);
  other.stream.write('x');
  expect([one.calls, other.calls]).toEqual([[], []]);
  await nextTurn();
  expect([one.calls, other.calls]).toEqual([['a b c'], ['x']]);
  turn.gather(one.stream);
  one.stream.write('d');
  await nextTurn();
  expect(one.calls).toEqual(['a b c', 'd']);
});

it('a socket that ends meanwhile harms none', async () => {
  const turn = new OneTurn();
  const [gone, ended, other] = [socket(), socket(), socket()];
  for (const { stream } of [gone, ended, other]) {
    turn.gather(stream);
    stream.write('x');
  }
  gone.stream.destroy();
  ended.stream.end();
  await nextTurn();
  expect(ended.calls).toEqual(['x']);
  expect(other.calls).toEqual(['x']);
  expect(gone.calls).toEqual([]);
});

it('ids are all different, and as long as 128 bits are', () => {
  const ids = Array.from({ length: 1_000 }, newPeerId);
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
});
