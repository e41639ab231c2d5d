import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { cpuMsBetween, familyCpuMs } from '../proc.ts';
import { type Part, partOf, parts } from './parts.ts';

/** A figure for each part of the app. */
export type ByPart = Readonly<Record<Part, number>>;

const BYTES_PER_KB = 1024;

export const sumOf = (figures: ByPart, wanted: readonly Part[]): number =>
  wanted.reduce((sum, part) => sum + figures[part], 0);

/** CPU time of each part over so many seconds, in percent of one core. */
export async function cpuPercentByPart(pid: number, seconds: number): Promise<ByPart> {
  const startMs = performance.now();
  const before = await familyCpuMs(pid);
  await delay(seconds * 1_000);
  const after = await familyCpuMs(pid);
  const wallMs = performance.now() - startMs;
  return byPart(pid, after.keys(), (each) => {
    const used = cpuMsBetween(before, new Map([[each, after.get(each) ?? 0]]));
    return Promise.resolve((used / wallMs) * 100);
  });
}

/** Memory of each part, MB. */
export async function megabytesByPart(pid: number, kbOf: (pid: number) => Promise<number>): Promise<ByPart> {
  const family = await familyCpuMs(pid);
  // A process that ends meanwhile needs no memory.
  return byPart(pid, family.keys(), async (each) => ((await kbOf(each).catch(() => 0)) * BYTES_PER_KB) / 1e6);
}

async function byPart(
  main: number,
  pids: Iterable<number>,
  figureOf: (pid: number) => Promise<number>,
): Promise<ByPart> {
  const sums = Object.fromEntries(parts.map((part) => [part, 0])) as Record<Part, number>;
  for (const pid of pids) {
    const figure = await figureOf(pid);
    sums[partOf(await argumentsOf(pid), pid === main)] += figure;
  }
  return sums;
}

/** Nothing of a process that has ended. */
async function argumentsOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  // Chromium writes some of its processes' arguments as one, with spaces between them.
  return text.split(/[\0 ]/).filter((arg) => arg !== '');
}
