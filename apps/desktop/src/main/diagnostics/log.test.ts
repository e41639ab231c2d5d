import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { Log } from './log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (log: Log): string[] =>
  log
    .files()
    .toReversed()
    .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));
const texts = (log: Log): string[] => read(log).map((line) => line.replace(/^\S+ /, ''));

test('a line says when, who and what; and no secret', () => {
  const log = new Log({ folder: join(folder, 'not', 'yet'), secrets: () => ['se-cret'] });
  log.write('main', 'hello with se-cret');
  log.write('window', 'gone\n2026-01-01 main: forged');
  const [first = '', second = ''] = read(log);
  expect(first).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) main: hello with \[hidden\]$/);
  expect(second).toMatch(/ window: gone 2026-01-01 main: forged$/);
});

test('five files at most are kept, none much larger than allowed, newest first', () => {
  const log = new Log({ folder, secrets: () => [], maxFileBytes: 2_000 });
  for (let line = 0; line < 400; line += 1) log.write('main', `line ${line} ${'x'.repeat(60)}`);
  const files = log.files();
  expect(files.map((file) => basename(file))).toEqual([
    'mauzin.log',
    'mauzin.1.log',
    'mauzin.2.log',
    'mauzin.3.log',
    'mauzin.4.log',
  ]);
  for (const file of files) expect(statSync(file).size).toBeLessThan(2_200);
  const numbers = read(log).map((line) => Number(/line (\d+)/.exec(line)?.[1]));
  expect(numbers.at(-1)).toBe(399);
  expect(numbers).toEqual(numbers.map((_number, index) => 400 - numbers.length + index));
});

test('a new start goes on in the same file', () => {
  new Log({ folder, secrets: () => [] }).write('main', 'first start');
  const log = new Log({ folder, secrets: () => [] });
  log.write('main', 'second start');
  expect(texts(log)).toEqual(['main: first start', 'main: second start']);
});

test('what the engine prints is written line by line, however it comes', async () => {
  const log = new Log({ folder, secrets: () => ['se-cret'] });
  const output = new PassThrough();
  log.follow('engine', output);
  const ended = new Promise((done) => output.once('end', done));
  output.write('started\r\nkey is se-');
  output.write('cret\n\n');
  output.write(`${'y'.repeat(10_000)}\nيستم`);
  output.end('ع');
  await ended;
  const lines = texts(log);
  expect(lines.slice(0, 2)).toEqual(['engine: started', 'engine: key is [hidden]']);
  expect(lines[2]?.length).toBeLessThan(4_100);
  expect(lines[3]).toBe('engine: يستمع');
});

test('where nothing can be written, the app goes on', () => {
  writeFileSync(join(folder, 'file'), '');
  const log = new Log({ folder: join(folder, 'file', 'logs'), secrets: () => [] });
  log.write('main', 'nobody reads this');
  expect(log.files()).toEqual([]);
});
