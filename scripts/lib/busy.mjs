import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * Does something while other programs keep this machine busy, and ends them afterwards, whatever happens.
 *
 * @template T
 * @param {number} count how many programs that never rest run beside it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function beside(count, work) {
  const busy = Array.from({ length: count }, () => fork(join(import.meta.dirname, 'busy-program.mjs')));
  try {
    return await work();
  } finally {
    for (const program of busy) program.kill();
  }
}
