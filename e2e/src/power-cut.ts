import { readFile } from 'node:fs/promises';

/** A process and everything that it started, itself first. */
async function processTree(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = children.split(' ').filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(pids.map(processTree))).flat()];
}

/** Ends a program and all that it started at once, without a word, as a power cut does. */
export async function cutPower(pid: number): Promise<void> {
  for (const each of await processTree(pid)) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // It ended with its parent.
    }
  }
}

/** The one process under `pid` whose command line contains all these words. */
export async function childOf(pid: number, ...words: readonly string[]): Promise<number> {
  const found: number[] = [];
  for (const each of await processTree(pid)) {
    const line = await readFile(`/proc/${each}/cmdline`, 'utf8').catch(() => '');
    if (each !== pid && words.every((word) => line.includes(word))) found.push(each);
  }
  if (found.length !== 1) throw new Error(`${found.length} processes under ${pid} match ${words.join(' ')}`);
  return found[0]!;
}
