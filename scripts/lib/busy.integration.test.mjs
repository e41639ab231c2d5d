import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { beside } from './busy.mjs';

/** Programs of this process that keep a processor busy. Where there is no /proc, none is seen. */
function busyPrograms() {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return parent === String(process.pid) && commandLine.includes('busy-program.mjs');
      } catch {
        return false; // it has ended meanwhile
      }
    });
}

test('busy programs run beside what is done, and are gone after it, also when it fails', async () => {
  await beside(2, async () => expect(busyPrograms()).toHaveLength(existsSync('/proc') ? 2 : 0));
  await expect.poll(busyPrograms).toEqual([]);
  const failing = beside(1, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  await expect.poll(busyPrograms).toEqual([]);
});
