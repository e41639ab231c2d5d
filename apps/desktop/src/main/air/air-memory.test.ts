import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { AirMemory } from './air-memory.ts';

let folder = '';
const log: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-air-'));
  log.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));
const open = (): AirMemory =>
  new AirMemory({ folder, wallMs: () => Date.UTC(2030, 0, 2), log: (line) => log.push(line) });
const off = { live: false, bySignal: false };

test('the next run knows what the last one left', () => {
  expect(open().read()).toEqual(off);
  open().write({ live: true, bySignal: true });
  expect(open().read()).toMatchObject({ live: true, bySignal: true });
  expect(JSON.parse(readFileSync(join(folder, 'air.json'), 'utf8'))).toEqual({
    live: true,
    bySignal: true,
    at: '2030-01-02T00:00:00.000Z',
  });
  open().write(off);
  expect(open().read()).toMatchObject(off);
  expect(readdirSync(folder)).toEqual(['air.json']);
  expect(log).toEqual([]);
});

test.each(['{"live":tr', '{"live":1,"at":""}', ''])('%j is off the air', (broken) => {
  writeFileSync(join(folder, 'air.json'), broken);
  expect(open().read()).toEqual(off);
  expect(log).toHaveLength(1);
});

test('a place that cannot be written ends nothing', () => {
  mkdirSync(join(folder, 'air.json.new'));
  open().write({ live: true, bySignal: false });
  mkdirSync(join(folder, 'air.json'));
  expect(open().read()).toEqual(off);
  expect(log).toHaveLength(2);
});
