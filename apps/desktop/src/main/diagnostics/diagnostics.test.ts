import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { freshSettings } from '../../testing/fresh-settings.ts';
import { freshDesktopState } from '../../testing/fresh-desktop-state.ts';
import { Diagnostics } from './diagnostics.ts';
import { Log } from './log.ts';

const insideKey = 'ab12-cd34-ef56-gh78-jk90-mn12-pq34-rs56';
const remoteKey = 'zz99-yy88-xx77-ww66-vv55-tt44-ss33-rr22';
const accessCode = 'Bab 471108';
const hookPath = '/services/T00/B00';
const webhook = `https://hooks.example${hookPath}?sig=x-y-z`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Ask = () => Promise<{ canceled: boolean; filePath: string }>;

function setUp(showSaveDialog: Ask) {
  const store = freshSettings(folder, insideKey);
  const server = { kind: 'remote', url: 'https://radio.example', station: 'noor', key: remoteKey } as const;
  store.update({ server, accessCode, deadAir: { ...store.settings.deadAir, webhook } });
  // A log of a version that did not know of these secrets yet.
  const log = new Log({ folder: join(folder, 'logs'), secrets: () => [] });
  log.write('main', `webhook ${hookPath} refused; inside ${Buffer.from(insideKey).toString('base64')}`);
  log.write('window', 'opened #code=bab471108, code Bab 471108, x-bab471108-y');
  log.write('engine', 'listener p-1 hears');
  const problems: string[] = [];
  const { key: _key, ...shown } = server;
  const diagnostics = new Diagnostics({
    dialog: { showSaveDialog },
    folder: () => folder,
    state: () => ({
      ...freshDesktopState,
      carriedCode: accessCode,
      settings: { ...store.settings, server: shown },
    }),
    store,
    sound: () => null,
    machine: () => ({ version: '0.1.0', system: 'Linux 6.1', languages: ['en'] }),
    logFiles: () => [...log.files(), join(folder, 'gone.log')],
    now: () => Date.UTC(2026, 10, 21),
    log: (line) => problems.push(line),
  });
  return { diagnostics, problems };
}

test('a report holds what a helper needs, and none of the keys, in no form', async () => {
  const filePath = join(folder, 'report.zip');
  const { diagnostics, problems } = setUp(() => Promise.resolve({ canceled: false, filePath }));
  await expect(diagnostics.save(['USB Mixer'])).resolves.toEqual({ name: 'saved', path: filePath });
  expect(problems).toEqual([]);
  const files = Object.entries(unzipSync(readFileSync(filePath)));
  const text = (name: string): string =>
    Buffer.from(files.find(([path]) => path === name)?.[1] ?? '').toString();
  expect(files.map(([name]) => name)).toEqual([
    'machine.json',
    'settings.json',
    'state.json',
    'sound.json',
    'logs/mauzin.log',
    'logs/gone.log',
  ]);
  expect(JSON.parse(text('machine.json'))).toMatchObject({ version: '0.1.0', system: 'Linux 6.1' });
  expect(JSON.parse(text('settings.json'))).toMatchObject({
    server: { url: 'https://radio.example', station: 'noor' },
    deadAir: { webhook: 'https://hooks.example/[hidden]' },
    accessCode: '[hidden]',
  });
  const state: unknown = JSON.parse(text('state.json'));
  expect(state).toMatchObject({ engine: { air: { name: 'off' } } });
  expect(state).not.toHaveProperty('carriedCode');
  expect(JSON.parse(text('sound.json'))).toEqual({ devices: ['USB Mixer'] });
  expect(text('logs/mauzin.log')).toContain('listener p-1 hears');
  const everything = files.map(([name, bytes]) => `${name}\n${Buffer.from(bytes).toString()}`).join('\n');
  for (const secret of [insideKey, remoteKey, accessCode, 'bab471108', '471108', hookPath, 'x-y-z']) {
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    expect(everything).not.toContain(encodeURIComponent(secret));
  }
});

test('a person who thinks better of it gets no file, and asking twice asks once', async () => {
  const ask = vi.fn<Ask>(() => Promise.resolve({ canceled: true, filePath: '' }));
  const { diagnostics } = setUp(ask);
  const both = await Promise.all([diagnostics.save(undefined), diagnostics.save(undefined)]);
  expect(both).toEqual([{ name: 'cancelled' }, { name: 'cancelled' }]);
  expect(ask).toHaveBeenCalledOnce();
  await diagnostics.save(undefined);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('a place that cannot be written is said, and a file that was there stays', async () => {
  const there = join(folder, 'there');
  writeFileSync(there, 'mine');
  const filePath = join(there, 'report.zip');
  const { diagnostics, problems } = setUp(() => Promise.resolve({ canceled: false, filePath }));
  await expect(diagnostics.save(undefined)).resolves.toEqual({ name: 'failed' });
  expect(problems).toHaveLength(1);
  expect(readFileSync(there, 'utf8')).toBe('mine');
});
