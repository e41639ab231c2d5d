import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { withoutServices } from './without-services.mjs';

let dir;
let file;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mauzin-policy-'));
  file = join(dir, 'policy-rc.d');
});

afterEach(() => rmSync(dir, { recursive: true }));

/** What Debian's packages would be told when they want to start a service. */
function answer() {
  try {
    execFileSync(file, ['nginx', 'start']);
    return 0;
  } catch (error) {
    return error.status;
  }
}

test('while packages are installed their services may not start, and afterwards nothing is left of that', async () => {
  expect(await withoutServices(async () => answer(), file)).toBe(101);
  expect(existsSync(file)).toBe(false);
});

test('nothing is left of it where installing fails, nor of a run that was interrupted', async () => {
  const interrupted = withoutServices(async () => {
    writeFileSync(join(dir, 'left'), readFileSync(file));
    throw new Error('no network');
  }, file);
  await expect(interrupted).rejects.toThrow('no network');
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, readFileSync(join(dir, 'left')), { mode: 0o755 });
  expect(await withoutServices(async () => answer(), file)).toBe(101);
  expect(existsSync(file)).toBe(false);
});

test('an admin’s own policy is left alone', async () => {
  writeFileSync(file, '#!/bin/sh\nexit 104\n', { mode: 0o755 });
  expect(await withoutServices(async () => answer(), file)).toBe(104);
  expect(answer()).toBe(104);
});
