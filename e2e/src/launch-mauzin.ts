import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { DesktopBridge } from '@mauzin/desktop-contract';
import { generateBroadcasterKey } from '@mauzin/signal';

import { launchDesktop } from './desktop.ts';
import type { DesktopApp, DesktopOptions } from './desktop-app.ts';
import { freePort } from './free-port.ts';

declare global {
  /** In the window's page, put there by its preload script. */
  var mauzin: DesktopBridge;
}

/** Parts of the settings file, as the app writes it. */
export type SavedSettings = Readonly<Record<string, unknown>>;

const firstSettings = async (): Promise<SavedSettings> => ({
  version: 1,
  station: { slug: 'mosque', name: 'Mosque', language: 'en' },
  server: { kind: 'inside', port: await freePort() },
  sources: [],
  preset: 'recitation',
  language: 'en',
  guideDone: true,
  keys: { inside: { kind: 'plain', text: generateBroadcasterKey() }, remote: null },
});

/** A source as the settings name it; found by its label, since the browser makes the ids. */
export const savedDevice = (label: string, change: SavedSettings = {}): SavedSettings => ({
  kind: 'device',
  id: label.toLowerCase().replaceAll(' ', '-'),
  deviceId: 'of-another-day',
  label,
  gainDb: 0,
  muted: false,
  ...change,
});

/** Changes what the app will find at its next start; makes the file where there is none. */
export async function saveSettings(userData: string, change: SavedSettings): Promise<void> {
  const path = join(userData, 'settings.json');
  const before = await readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as SavedSettings,
    firstSettings,
  );
  await writeFile(path, JSON.stringify({ ...before, ...change }));
}

/** The app as it is after the first-run guide, with these settings besides. */
export const launchMauzin = (
  options: DesktopOptions = {},
  settings: SavedSettings = {},
): Promise<DesktopApp> =>
  launchDesktop({ ...options, prepare: (userData) => saveSettings(userData, settings) });
