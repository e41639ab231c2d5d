import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import {
  broadcasterFlags,
  flagsOfEnvironment,
  forBroadcaster,
  forWindow,
  helpOf,
  notForWindow,
  parseFlags,
  startFlags,
  windowFlags,
} from './flags.mjs';

const started = (...args: string[]) => {
  const parsed = parseFlags(startFlags, args);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.values;
};

test('the help has each flag once, with its meaning beside it, in lines that a terminal holds', () => {
  const lines = helpOf(startFlags).split('\n');
  for (const name of Object.keys(startFlags))
    expect(lines.filter((line) => line.startsWith(`  --${name} `))).toHaveLength(1);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  const columns = new Set(lines.map((line) => line.search(/(?<= {2})[^- ]/)));
  expect(columns.size).toBe(1);
});

test('what must not be seen may come with the environment, and the help says so', () => {
  const help = helpOf(broadcasterFlags).replaceAll(/\s+/g, ' ');
  expect(help).toContain('better given as MAUZIN_KEY');
  expect(flagsOfEnvironment(broadcasterFlags, { MAUZIN_KEY: 'k', MAUZIN_PORT: '1' })).toEqual({ key: 'k' });
});

test('npm start takes every flag of the broadcaster, and passes each on as it was meant', () => {
  for (const [name, flag] of Object.entries(broadcasterFlags)) {
    const value = 'value' in flag ? `-${name} x` : true;
    const args = value === true ? [`--${name}`] : [`--${name}=${value}`];
    expect(forBroadcaster(started('--headless', ...args))).toEqual(args);
    expect(parseFlags(broadcasterFlags, args)).toEqual({ ok: true, values: { [name]: value } });
  }
});

test('what the window knows goes to the window, by its name there; all else asks for none', () => {
  const forBoth = started('--data', 'd', '--reset-pin');
  expect(notForWindow(forBoth)).toBeUndefined();
  expect(forWindow(forBoth)).toEqual(['--user-data=d', '--reset-pin']);
  expect(notForWindow(started('--data', 'd', '--record', 'r'))).toBe('record');
  expect(notForWindow(started('--headless'))).toBe('headless');
});

test.each([
  [['--fiel', 'x'], "Unknown option '--fiel'."],
  [['stray.opus'], "Unexpected argument 'stray.opus'."],
  [['--port'], '--port'],
  [['--json=yes'], '--json'],
])('%j is answered in one sentence', (args, sentence) => {
  const problem = expect.stringContaining(sentence);
  expect(parseFlags(broadcasterFlags, args)).toEqual({ ok: false, problem });
  expect(parseFlags(startFlags, args)).toEqual({ ok: false, problem });
});

test('the desktop’s page tells every flag of the window', () => {
  const page = readFileSync(new URL('../../../../docs/desktop.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/^\| `--([a-z-]+)[=`]/gm)].map(([, name]) => name);
  expect(new Set(told)).toEqual(new Set(Object.keys(windowFlags)));
});
