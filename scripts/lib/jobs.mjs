import { availableParallelism } from 'node:os';

import { say } from './run.mjs';

/** Does something, and says afterwards how long it took. */
export async function timed(name, work, tell = say) {
  const startMs = performance.now();
  const result = await work();
  tell(`── ${name}: ${((performance.now() - startMs) / 1000).toFixed(0)} s`);
  return result;
}

/**
 * Runs jobs side by side, as many as there are processors, and resolves with what they came to, in their order.
 *
 * @template T
 * @param {{ name: string, run: () => Promise<T> }[]} jobs those that take longest first
 * @returns {Promise<T[]>}
 */
export async function sideBySide(jobs, atOnce = availableParallelism(), tell = say) {
  const results = [];
  const waiting = [...jobs.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, { name, run }] = next;
      results[at] = await timed(name, run, tell);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
