import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

import { cpuMsBetween, cpuMsOf, familyCpuMs, familyOf, parseRssKb, parseStat, rssKbOf } from './proc.ts';

const stat = (pid: number, name: string, parentPid: number, user: number, system: number): string =>
  `${pid} (${name}) S ${parentPid} 1 1 0 -1 4194560 1021 0 0 0 ${user} ${system} 7 9 20 0 11 0 1234 99 88\n`;

test('CPU time is user and system time, without that of children waited for', () => {
  expect(parseStat(stat(42, 'node', 7, 150, 50))).toEqual({ pid: 42, parentPid: 7, cpuMs: 2000 });
});

test('a name with spaces and parentheses does not shift the fields', () => {
  expect(parseStat(stat(42, 'a) S 1 (b', 7, 1, 2))).toEqual({ pid: 42, parentPid: 7, cpuMs: 30 });
});

test('another text is refused', () => {
  expect(() => parseStat('')).toThrow(/stat/);
  expect(() => parseRssKb('VmSize: 12 kB\n')).toThrow(/VmRSS/);
  expect(parseRssKb('Name:\tnode\nVmRSS:\t   51234 kB\nRssAnon: 1 kB\n')).toBe(51_234);
});

test('a family is a process, its children and theirs, in whatever order', () => {
  const all = [
    stat(5, 'grandchild', 9, 1, 0),
    stat(9, 'child', 2, 1, 0),
    stat(2, 'root', 1, 1, 0),
    stat(3, 'x', 1, 1, 0),
  ];
  expect(familyOf(2, all.map(parseStat)).map(({ pid }) => pid)).toEqual([5, 9, 2]);
});

test('who came counts from zero, who went gives nothing back', () => {
  const before = new Map([
    [1, 100],
    [2, 900],
  ]);
  const after = new Map([
    [1, 150],
    [3, 30],
  ]);
  expect(cpuMsBetween(before, after)).toBe(80);
});

test('a busy child is seen at work', async () => {
  const busy = 'while (process.cpuUsage().user < 200_000); console.log("done"); setInterval(() => {}, 1000)';
  const child = spawn(process.execPath, ['-e', busy], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const pid = child.pid ?? 0;
    expect(await cpuMsOf(pid)).toBeGreaterThanOrEqual(190);
    expect(await rssKbOf(pid)).toBeGreaterThan(10_000);
    expect((await familyCpuMs(process.pid)).has(pid)).toBe(true);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
