import { expect, test } from 'vitest';

import { eventually } from '../testing/eventually.ts';
import { MemoryFile } from '../testing/memory-file.ts';
import { AppendQueue, DiskTooSlow } from './append-queue.ts';

function setUp(open?: () => Promise<MemoryFile>) {
  const file = new MemoryFile();
  const failures: unknown[] = [];
  const queue = new AppendQueue({
    open: open ?? (() => Promise.resolve(file)),
    maxWaitingBytes: 100,
    onFailed: (error) => failures.push(error),
  });
  const say = (text: string): void => queue.push(Buffer.from(text));
  return { failures, file, queue, say };
}
const gate = () => {
  let open = (): void => undefined;
  const wait = new Promise<void>((resolve) => (open = resolve));
  return { wait, open: () => open() };
};

test('everything is written in its order, synced, and the file closed', async () => {
  const { failures, file, queue, say } = setUp();
  for (const text of ['a', 'bc', 'def']) say(text);
  await eventually(() => file.bytes.toString()).toBe('abcdef');
  say('g');
  await queue.end();
  say('never');
  await queue.end();
  expect(file.bytes.toString()).toBe('abcdefg');
  expect(file.syncs.at(-1)).toBe(7);
  expect(file.closed).toBe(true);
  expect(queue.appendedBytes).toBe(7);
  expect(file.most).toEqual({ append: 1, sync: 1 });
  expect(failures).toEqual([]);
});

test('a sync that takes long holds no writing up', async () => {
  const { file, queue, say } = setUp();
  const { open, wait } = gate();
  let syncs = 0;
  const sync = file.sync.bind(file);
  file.sync = async () => {
    syncs += 1;
    await wait;
    return sync();
  };
  for (const text of ['a', 'b', 'c']) {
    say(text);
    await eventually(() => file.bytes.toString()).toContain(text);
  }
  expect(syncs).toBe(1);
  open();
  await eventually(() => file.syncs.at(-1)).toBe(3);
  expect(syncs).toBe(2);
  await queue.end();
});

test('a disk that hangs makes it fail before much has piled up; it ends when the disk lets go', async () => {
  const { failures, file, queue, say } = setUp();
  const { open, wait } = gate();
  file.hang = wait;
  say('begun');
  await eventually(() => file.most.append).toBe(1);
  for (let piece = 0; piece < 1_000; piece += 1) say('0123456789');
  expect(failures).toEqual([expect.any(DiskTooSlow)]);
  let ended = false;
  const end = queue.end().then(() => (ended = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(false);
  open();
  await end;
  expect(file.bytes.length).toBeLessThanOrEqual(100);
  expect(file.bytes.toString()).toBe('begun');
  expect(file.closed).toBe(true);
  expect(failures).toHaveLength(1);
});

test.each(['append', 'sync'] as const)('an error of %s is told once, and the file closed', async (what) => {
  const { failures, file, queue, say } = setUp();
  const full = new Error('ENOSPC');
  file[what] = () => Promise.reject(full);
  say('a');
  await eventually(() => failures).toEqual([full]);
  say('b');
  await queue.end();
  expect(failures).toEqual([full]);
  expect(file.closed).toBe(true);
});

test('a file that cannot be opened is told; without a byte none is opened', async () => {
  const broken = setUp(() => Promise.reject(new Error('EACCES')));
  broken.say('a');
  await eventually(() => broken.failures).toEqual([new Error('EACCES')]);
  await broken.queue.end();

  let opened = 0;
  const { queue } = setUp(() => Promise.reject(new Error(String((opened += 1)))));
  await queue.end();
  expect(opened).toBe(0);
});
