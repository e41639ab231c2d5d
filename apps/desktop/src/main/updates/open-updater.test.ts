import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openUpdater } from './open-updater.ts';
import type { Updater } from './updates.ts';

let resourcesPath = '';
beforeEach(() => {
  resourcesPath = mkdtempSync(join(tmpdir(), 'mauzin-resources-'));
});
afterEach(() => rmSync(resourcesPath, { recursive: true, force: true }));

test.each([
  ['an app that was not packed', false, true],
  ['an app that was packed without an address for updates', true, false],
])('%s has no updater', async (_what, isPackaged, hasAddress) => {
  if (hasAddress) writeFileSync(join(resourcesPath, 'app-update.yml'), 'provider: generic\n');
  const load = () => Promise.reject(new Error('nobody asks for it'));
  const log = (): void => expect.unreachable();
  await expect(openUpdater({ isPackaged, resourcesPath, load, log })).resolves.toBeNull();
});

test('one that was packed with an address has one, and it does not chatter', async () => {
  writeFileSync(join(resourcesPath, 'app-update.yml'), 'provider: generic\n');
  const autoUpdater = { logger: console } as unknown as Updater & { logger: unknown };
  const load = () => Promise.resolve({ autoUpdater });
  const updater = await openUpdater({ isPackaged: true, resourcesPath, load, log: () => undefined });
  expect(updater).toBe(autoUpdater);
  expect(autoUpdater.logger).toBeNull();
});

test('where the updater cannot be loaded, the app goes on and the log says why', async () => {
  writeFileSync(join(resourcesPath, 'app-update.yml'), 'provider: generic\n');
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const load = () => Promise.reject(new Error('no Electron'));
  await expect(openUpdater({ isPackaged: true, resourcesPath, load, log })).resolves.toBeNull();
  expect(lines).toEqual([expect.stringContaining('no Electron')]);
});
