import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { type DesktopState, readPoster } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { freshDesktopState } from '../../testing/fresh-desktop-state.ts';
import { PosterSaver, type PosterSaverOptions } from './poster-saver.ts';
import { printPage, type PrintWindow, printWindowOptions } from './print-page.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-poster-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pdf = Buffer.from('%PDF-1.7');
type Ask = PosterSaverOptions['dialog']['showSaveDialog'];

function setUp(state: Partial<DesktopState>, print = () => Promise.resolve<Uint8Array>(pdf)) {
  const printed: string[] = [];
  const asked: string[] = [];
  const showSaveDialog = ((options: { readonly defaultPath: string }) => {
    asked.push(options.defaultPath);
    return Promise.resolve({ canceled: false, filePath: join(folder, 'poster') });
  }) as Ask;
  const saver = new PosterSaver({
    dialog: { showSaveDialog },
    folder: () => folder,
    state: () => ({ ...freshDesktopState, ...state }),
    print: (url) => {
      printed.push(url);
      return print();
    },
    log: () => undefined,
  });
  return { asked, printed, saver };
}

const { settings } = freshDesktopState;
const station = { ...settings.station, name: 'Masjid an-Noor: <1/2>' };

test('a poster has the mosque, the link and the languages of the station, and is saved as PDF', async () => {
  const { asked, printed, saver } = setUp({
    settings: { ...settings, station, stationLanguages: ['ar', 'en'] },
  });
  await expect(saver.save()).resolves.toEqual({ name: 'saved', path: join(folder, 'poster.pdf') });
  expect(readFileSync(join(folder, 'poster.pdf'))).toEqual(pdf);
  expect(basename(asked[0] ?? '')).toBe('Poster of Masjid an-Noor 1 2.pdf');
  const url = new URL(printed[0] ?? '');
  expect(url.href).toMatch(/^app:\/\/bundle\/poster\.html\?/);
  expect(readPoster(url.search)).toEqual({
    mosque: station.name,
    link: 'http://192.168.1.20:8080/s/noor',
    languages: ['ar', 'en'],
    onNetworkOnly: true,
  });
});

test('a station on a server is heard on any network', async () => {
  const server = { kind: 'remote', url: 'https://radio.example', station: 'noor' } as const;
  const { printed, saver } = setUp({ settings: { ...settings, server } });
  await saver.save();
  expect(readPoster(new URL(printed[0] ?? '').search)?.onNetworkOnly).toBe(false);
});

test('of a private station the QR code carries the access code, or the poster says to ask for it', async () => {
  const accessCode = '471 108';
  const carried = setUp({ settings: { ...settings, accessCode }, carriedCode: accessCode });
  await carried.saver.save();
  const poster = readPoster(new URL(carried.printed[0] ?? '').search);
  expect(poster).toMatchObject({ link: 'http://192.168.1.20:8080/s/noor', code: accessCode });
  expect(poster).not.toHaveProperty('asksForCode');
  const asked = setUp({ settings: { ...settings, accessCode, codeInLink: false } });
  await asked.saver.save();
  expect(asked.printed[0]).not.toContain('108');
  expect(readPoster(new URL(asked.printed[0] ?? '').search)).toMatchObject({ asksForCode: true });
});

test('without a link there is no poster, and nobody is asked', async () => {
  const { asked, saver } = setUp({ engine: { ...freshDesktopState.engine, link: null } });
  await expect(saver.save()).resolves.toEqual({ name: 'failed' });
  expect(asked).toEqual([]);
});

test('a page that cannot be printed leaves no file', async () => {
  const { saver } = setUp({}, () => Promise.reject(new Error('gone')));
  await expect(saver.save()).resolves.toEqual({ name: 'failed' });
  expect(readdirSync(folder)).toEqual([]);
});

function fakeWindow(loadURL: PrintWindow['loadURL']) {
  let destroyed = false;
  const printToPDF = vi.fn<PrintWindow['webContents']['printToPDF']>(() => Promise.resolve(Buffer.from(pdf)));
  const window: PrintWindow = {
    loadURL,
    webContents: { printToPDF },
    destroy: () => {
      destroyed = true;
    },
    isDestroyed: () => destroyed,
  };
  return { printToPDF, window };
}

test('the page is printed in a confined window that nobody sees, without a bridge, and gone afterwards', async () => {
  const { printToPDF, window } = fakeWindow(() => Promise.resolve());
  await expect(printPage(() => window, 'app://bundle/poster.html', new FakeClock())).resolves.toEqual(pdf);
  expect(printToPDF.mock.calls[0]?.[0]).toMatchObject({ pageSize: 'A4', preferCSSPageSize: true });
  expect(window.isDestroyed()).toBe(true);
  expect(printWindowOptions).toMatchObject({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  expect(printWindowOptions.webPreferences).not.toHaveProperty('preload');
});

test('a page that never loads is given up', async () => {
  const clock = new FakeClock();
  const { window } = fakeWindow(() => new Promise<never>(() => undefined));
  const printed = printPage(() => window, 'app://bundle/poster.html', clock);
  clock.advance(20_000);
  await expect(printed).rejects.toThrow('in time');
  expect(window.isDestroyed()).toBe(true);
  expect(clock.pending).toBe(0);
});
