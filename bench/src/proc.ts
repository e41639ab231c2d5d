import { readdir, readFile } from 'node:fs/promises';

/**
 * What Linux tells of a process (proc(5)). Reading from outside costs the measured process nothing, and counts all of its
 * threads.
 */
export interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  /** User and system time of all threads, those that have ended included, ms. */
  readonly cpuMs: number;
}

/** Length of one tick of USER_HZ, which is 100 on every architecture that Node and Chromium run on. */
const TICK_MS = 10;

/** Reads the text of /proc/PID/stat. The name in parentheses may hold spaces and parentheses of its own. */
export function parseStat(text: string): ProcessStat {
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  const [parentPid, userTicks, systemTicks] = [fields[1], fields[11], fields[12]].map(Number);
  const pid = Number.parseInt(text, 10);
  if (nameEnd < 0 || [pid, parentPid, userTicks, systemTicks].some((value) => !Number.isInteger(value))) {
    throw new Error('Not the text of /proc/PID/stat');
  }
  return { pid, parentPid: parentPid ?? 0, cpuMs: ((userTicks ?? 0) + (systemTicks ?? 0)) * TICK_MS };
}

/** Resident memory in kB from the text of /proc/PID/status. */
export function parseRssKb(text: string): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kb === undefined) throw new Error('No VmRSS in /proc/PID/status');
  return Number(kb);
}

/** The process `root` and all that descend from it. */
export function familyOf(root: number, all: readonly ProcessStat[]): ProcessStat[] {
  const family = new Set([root]);
  // A child may stand before its parent, process numbers being used again: look until nobody is new.
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parentPid } of all) if (family.has(parentPid)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

/** CPU time used so far, ms. @throws when the process is gone */
export async function cpuMsOf(pid: number): Promise<number> {
  return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8')).cpuMs;
}

/** Resident memory, kB. @throws when the process is gone */
export async function rssKbOf(pid: number): Promise<number> {
  return parseRssKb(await readFile(`/proc/${pid}/status`, 'utf8'));
}

/** Resident memory, kB, of pages that are shared with other processes only its part. @throws when the process is gone */
export async function pssKbOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kb = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kb === undefined) throw new Error('No Pss in /proc/PID/smaps_rollup');
  return Number(kb);
}

/**
 * CPU time that a process and its descendants used so far, by process, ms. By process, because one that ends between two
 * looks must not count as time given back.
 */
export async function familyCpuMs(root: number): Promise<ReadonlyMap<number, number>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    pids.map(
      (pid) => readFile(`/proc/${pid}/stat`, 'utf8').then(parseStat, () => null), // ended meanwhile
    ),
  );
  const alive = stats.filter((stat) => stat !== null);
  return new Map(familyOf(root, alive).map(({ pid, cpuMs }) => [pid, cpuMs]));
}

/** What a family used between two looks, ms. */
export function cpuMsBetween(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): number {
  let used = 0;
  for (const [pid, cpuMs] of after) used += cpuMs - (before.get(pid) ?? 0);
  return used;
}
