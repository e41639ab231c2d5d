import { afterEach, expect, test, vi } from 'vitest';

import { startRemote } from './remote.ts';
import type { EchoCalls, EchoEvents } from './remote-echo.ts';

const start = () => startRemote<EchoCalls, EchoEvents>('echo', new URL('remote-echo.ts', import.meta.url));
let remote: ReturnType<typeof start> | undefined;
afterEach(() => remote?.close());

/** Whether a process is there. */
function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('calls come back with their results, errors with their words, and events arrive', async () => {
  remote = start();
  const told = vi.fn<(text: string) => void>();
  remote.on('told', told);
  expect(await Promise.all([remote.call('echo', 'a'), remote.call('echo', 'b')])).toEqual(['a', 'b']);
  await expect(remote.call('complain')).rejects.toThrow('no tea left');
  await remote.call('tell', 'news');
  expect(told).toHaveBeenCalledWith('news');
});

test('a process that dies fails what waits for it, and what is asked later', async () => {
  remote = start();
  await expect(remote.call('die')).rejects.toThrow('the echo ended (3)');
  await expect(remote.call('echo', 'a')).rejects.toThrow('the echo is gone');
});

test('closing ends the process, also twice', async () => {
  remote = start();
  await remote.call('echo', 'a');
  expect(lives(remote.pid)).toBe(true);
  await remote.close();
  await remote.close();
  expect(lives(remote.pid)).toBe(false);
});
