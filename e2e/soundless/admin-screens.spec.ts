import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { DesktopState, Recording } from '@mauzin/desktop-contract';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { callsOf, type Gallery, openGallery, tell } from '../gallery/open-gallery.ts';
import { mixer, offAir, pulpit } from '../gallery/parts.ts';
import type { Scene } from '../gallery/scene.ts';
import type { ScriptedWindow } from '../gallery/scripted-page.ts';

const sample = join(import.meta.dirname, '..', '..', 'packages', 'media', 'assets', 'sample.opus');
const withLock = (locked: boolean): DesktopState => ({ ...offAir, lock: { pinSet: true, locked } });

let gallery: Gallery;
let page: Page;
const show = async (scene: Partial<Scene> = {}): Promise<void> => {
  page = await gallery.show(
    { name: 'admin', state: offAir, devices: [mixer, pulpit], ...scene },
    { language: 'en', colorScheme: 'light' },
  );
};
const openGroup = async (name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name }).click();
};
const button = (name: string) => page.getByRole('button', { name, exact: true });
/** Everything that was saved, in order. */
const saved = async (): Promise<unknown[]> =>
  (await callsOf(page)).filter(({ name }) => name === 'change-settings').map(({ argument }) => argument);

beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(() => gallery?.close());

describe('settings', () => {
  test('each change is saved as it is made, with the whole of its part', async () => {
    await show();
    await openGroup('Sound');
    await page.getByRole('radio', { name: 'Another device' }).check();
    await page.getByRole('switch', { name: 'Safety limiter' }).uncheck();
    await page.getByRole('radio', { name: 'Stereo: two channels' }).check();
    const { sound } = offAir.settings;
    await expect
      .poll(saved)
      .toEqual([
        { sound: { ...sound, whenLost: 'next-device' } },
        { sound: { ...sound, whenLost: 'next-device', limiter: false } },
        { preset: 'stereo' },
      ]);
  });

  test('a field that is left for a switch of the same part loses nothing', async () => {
    await show({
      state: {
        ...offAir,
        settings: {
          ...offAir.settings,
          automation: {
            ...offAir.settings.automation,
            signal: { ...offAir.settings.automation.signal, on: true },
          },
        },
      },
    });
    await openGroup('Going live');
    await page.getByLabel('Stops after silence of').fill('٢٫٥');
    await page.getByRole('switch', { name: 'Start with this computer' }).check();
    await expect
      .poll(async () => (await saved()).at(-1))
      .toMatchObject({ automation: { startAtLogin: true, signal: { stopAfterS: 150 } } });
  });

  test('what is out of range is said beside its field and not saved; Escape takes it back', async () => {
    await show();
    await openGroup('Going live');
    const field = page.getByLabel('For', { exact: true });
    await field.fill('2');
    await field.press('Enter');
    await page.getByText('From 3 to 600.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.press('Escape');
    expect(await field.inputValue()).toBe('20');
    expect(await saved()).toEqual([]);
    await field.press('Escape');
    await button('Go live').waitFor();
  });

  test('a level is saved once the slider rests', async () => {
    await show();
    await openGroup('Going live');
    await page.getByRole('slider', { name: 'Quieter than' }).press('ArrowRight');
    await expect.poll(saved).toEqual([{ deadAir: { ...offAir.settings.deadAir, belowDbfs: -59 } }]);
  });

  test('a new recording begins as the admin chooses', async () => {
    await show();
    await openGroup('Recording');
    const choice = page.getByRole('group', { name: 'A new file' });
    await choice.getByRole('radio', { name: 'For each broadcast', checked: true }).waitFor();
    await choice.getByRole('radio', { name: 'Each day' }).check();
    await expect.poll(saved).toEqual([{ recording: { ...offAir.settings.recording, newFile: 'day' } }]);
  });

  test('a shortcut is taken by pressing it; while it is waited for, the old one means nothing', async () => {
    await show();
    await openGroup('Going live');
    await button('Change: Keyboard shortcut').click();
    await page.keyboard.press('b');
    await page.getByText('Hold Ctrl too.').waitFor();
    await page.keyboard.press('Control+Alt+b');
    await page.getByText('Alt', { exact: true }).waitFor();
    const { automation } = offAir.settings;
    await expect
      .poll(saved)
      .toEqual([
        { automation: { ...automation, shortcut: null } },
        { automation: { ...automation, shortcut: 'CommandOrControl+Alt+B' } },
      ]);
  });

  test('a shortcut that is given up is the one it was', async () => {
    await show();
    await openGroup('Going live');
    await button('Change: Keyboard shortcut').click();
    await page.keyboard.press('Escape');
    await page.getByText('F9').waitFor();
    const { automation } = offAir.settings;
    await expect.poll(async () => (await saved()).at(-1)).toEqual({ automation });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Change: Keyboard shortcut');
  });

  test('a shortcut that was not pressed before the page went away is the one it was, too', async () => {
    await show();
    await openGroup('Going live');
    await button('Change: Keyboard shortcut').click();
    await page.getByText('Press the keys').waitFor();
    await tell(page, 'ask-to-stop', undefined);
    await button('Go live').waitFor();
    const { automation } = offAir.settings;
    await expect.poll(saved).toEqual([{ automation: { ...automation, shortcut: null } }, { automation }]);
  });

  test('a webhook is tried out and says whether it answered', async () => {
    await show({ answers: { 'test-webhook': false } });
    await openGroup('Going live');
    await page.getByLabel('Also tell this web address').fill('192.168.1.5/alarm');
    await button('Try it').click();
    await page.getByText('No answer.').waitFor();
    expect(await callsOf(page)).toContainEqual({
      name: 'test-webhook',
      argument: 'http://192.168.1.5/alarm',
    });
    await page.getByLabel('Also tell this web address').fill('');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await saved()).at(-1)).toMatchObject({ deadAir: { webhook: null } });
  });

  test('the congregation’s languages are put in order', async () => {
    await show();
    await openGroup('Listeners');
    await page.getByLabel('Add a language').selectOption('en');
    await button('Move up: English').click();
    await button('Remove: العربية').click();
    await expect
      .poll(saved)
      .toEqual([
        { stationLanguages: ['ar', 'en'] },
        { stationLanguages: ['en', 'ar'] },
        { stationLanguages: ['en'] },
      ]);
    await button('Remove: English').waitFor({ state: 'detached' });
  });

  test('a server is saved as a whole, and its key leaves the window', async () => {
    await show();
    await openGroup('Listeners');
    await page.getByRole('radio', { name: 'A server' }).check();
    await page.getByLabel('Address of the server').fill('radio.example');
    await page.getByLabel('Station', { exact: true }).fill('Noor');
    await button('Save').click();
    await page.getByText('Write the station key.').waitFor();
    await page.getByLabel('Station key').fill('secret');
    await button('Save').click();
    const server = { kind: 'remote', url: 'https://radio.example', station: 'noor', key: 'secret' };
    await expect.poll(saved).toEqual([{ server }]);
    await expect.poll(() => page.getByLabel('Station key').inputValue()).toBe('');
    expect(await page.getByLabel('Address of the server').inputValue()).toBe('https://radio.example');
  });

  test('a station is made private with an easy code, which is shown, changed, kept off posters, and taken away', async () => {
    await show();
    await openGroup('Listeners');
    expect(await page.getByLabel('Access code').count()).toBe(0);
    await page.getByRole('switch', { name: 'Private station' }).check();
    const code = page.getByLabel('Access code', { exact: true });
    const [made] = (await saved()) as { readonly accessCode: string }[];
    expect(made?.accessCode).toMatch(/^[1-9]\d{5}$/);
    await expect.poll(() => code.inputValue()).toBe(made?.accessCode);
    expect(await code.getAttribute('type')).toBe('password');
    await button('Show').click();
    expect(await code.getAttribute('type')).toBe('text');
    await button('Hide').waitFor();
    await code.fill('1-2-3-4-5');
    await code.press('Enter');
    await page.getByText('An access code has at least 6 letters or digits.').waitFor();
    await button('Another code').click();
    await expect.poll(() => code.inputValue()).toMatch(/^[1-9]\d{5}$/);
    expect(await page.getByText('An access code has at least 6 letters or digits.').count()).toBe(0);
    await code.fill('باب ١٢٣٤٥');
    await code.press('Enter');
    await page.getByRole('switch', { name: 'A new code ends everyone who is listening' }).check();
    await page.getByRole('switch', { name: 'Put the code into QR code and link' }).uncheck();
    await page.getByRole('switch', { name: 'Private station' }).uncheck();
    await expect
      .poll(async () => (await saved()).slice(2))
      .toEqual([
        { accessCode: 'باب ١٢٣٤٥' },
        { newCodeEnds: true },
        { codeInLink: false },
        { accessCode: null },
      ]);
    expect(await code.count()).toBe(0);
  });

  test('of a station on a server the admin there sets the code; here it may be known, or not', async () => {
    const server = { kind: 'remote', url: 'https://radio.example', station: 'noor' } as const;
    await show({ state: { ...offAir, settings: { ...offAir.settings, server } } });
    await openGroup('Listeners');
    expect(await page.getByRole('switch', { name: 'Private station' }).count()).toBe(0);
    expect(await page.getByRole('switch', { name: /new code ends/ }).count()).toBe(0);
    await page.getByLabel('Access code', { exact: true }).fill('471 108');
    await page.keyboard.press('Enter');
    await page.getByRole('switch', { name: 'Put the code into QR code and link' }).waitFor();
    await page.getByLabel('Access code', { exact: true }).fill('');
    await page.keyboard.press('Enter');
    await expect.poll(saved).toEqual([{ accessCode: '471 108' }, { accessCode: null }]);
  });

  test('the QR code carries the code, and the link that is read does not', async () => {
    const link = 'http://192.168.1.20:8080/s/noor';
    const drawn = async (state: DesktopState): Promise<string | null> => {
      await tell(page, 'state', state);
      return await page.locator('.link-panel .qr-code path').getAttribute('d');
    };
    await show();
    const plain = await drawn(offAir);
    const carrying = await drawn({ ...offAir, carriedCode: '471 108' });
    expect(await page.locator('.link-panel .link').textContent()).toBe(link);
    expect(await page.locator('.link-panel').innerHTML()).not.toContain('108');
    const engine = { ...offAir.engine, link: `${link}#code=471108` };
    expect(carrying).toBe(await drawn({ ...offAir, engine }));
    expect(carrying).not.toBe(plain);
  });

  test('files are written where the person wants them, and a failure is said', async () => {
    await show({ answers: { 'save-poster': { name: 'failed' } } });
    await openGroup('Listeners');
    await button('Save the poster').click();
    await page.getByText('That did not work. Try another place.').waitFor();
    expect((await callsOf(page)).map(({ name }) => name)).toEqual(['save-poster']);
  });

  test('a PIN is set only when it was typed twice the same', async () => {
    await show();
    await openGroup('This computer');
    await button('Set a PIN').click();
    await page.getByLabel('New PIN').fill('١٢٣٤');
    await page.getByLabel('The same once more').fill('1235');
    await page.keyboard.press('Enter');
    await page.getByText('The two are not the same.').waitFor();
    await page.getByLabel('The same once more').fill('1234');
    await page.keyboard.press('Enter');
    await button('Set a PIN').waitFor();
    expect((await callsOf(page)).filter(({ name }) => name === 'set-pin')).toEqual([
      { name: 'set-pin', argument: '1234' },
    ]);
  });

  test('the keyboard alone suffices: into the settings, through the groups, and back', async () => {
    await show();
    await button('Settings').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('tab', { name: 'Listeners' }).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Tab');
    await page.keyboard.press('End');
    await page.keyboard.type(' al-Kabir');
    await page.keyboard.press('Enter');
    await expect.poll(saved).toEqual([{ stationName: 'Masjid an-Noor al-Kabir' }]);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Settings');
  });
});

describe('the lock', () => {
  test('behind a PIN there is only a way to unlock; the right PIN leads to the settings', async () => {
    await show({ state: withLock(true), answers: { unlock: { ok: true } } });
    expect(await button('Settings').count()).toBe(0);
    expect(await button('Recordings').count()).toBe(0);
    await button('Unlock').click();
    await page.keyboard.type('٢٤');
    await page.getByRole('group', { name: 'Digits' }).getByRole('button', { name: '6' }).click();
    await page.getByRole('group', { name: 'Digits' }).getByRole('button', { name: '8' }).click();
    await page.keyboard.press('Enter');
    await expect.poll(() => callsOf(page)).toContainEqual({ name: 'unlock', argument: '2468' });
    await tell(page, 'state', withLock(false));
    await page.getByRole('tab', { name: 'Sound' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await button('Lock').click();
    await expect.poll(() => callsOf(page)).toContainEqual({ name: 'lock', argument: undefined });
    await tell(page, 'state', withLock(true));
    await button('Unlock').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('after too many tries it says how long to wait, counts down, and lets in again', async () => {
    await show({
      state: withLock(true),
      answers: { unlock: { ok: false, retryAfterMs: 30_000 } },
      ownsClock: true,
    });
    await page.clock.install();
    await button('Unlock').click();
    await page.keyboard.type('1111');
    await page.keyboard.press('Enter');
    await page.getByText('Wait 0:30').waitFor();
    await page.clock.runFor(12_000);
    await page.getByText('Wait 0:18').waitFor();
    await page.clock.runFor(20_000);
    await page.getByText('That is not the PIN.').waitFor();
    const field = page.getByLabel('PIN', { exact: true });
    expect(await field.isEnabled()).toBe(true);
    await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test('Escape puts the question away, and the way back to it has the focus', async () => {
    await show({ state: withLock(true) });
    await button('Unlock').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Unlock');
  });

  test('a change that is refused because the app was locked meanwhile leads to the PIN, and back', async () => {
    await show({ state: withLock(false) });
    await openGroup('Sound');
    await page.evaluate((locked) => {
      const { mauzin } = globalThis as unknown as ScriptedWindow;
      const call = mauzin.call.bind(mauzin);
      let told = false;
      Object.assign(mauzin, {
        call: (name: 'get-state', argument: undefined) => {
          if ((name as string) === 'change-settings') return Promise.reject(new Error('the app is locked'));
          if (name !== 'get-state' || told) return call(name, argument);
          told = true;
          return Promise.resolve(locked);
        },
      });
    }, withLock(true));
    await page.getByRole('switch', { name: 'Alarm tone' }).click();
    await page.getByRole('dialog', { name: 'The PIN, please' }).waitFor();
    await tell(page, 'state', withLock(false));
    expect(await page.getByRole('switch', { name: 'Alarm tone' }).isChecked()).toBe(true);
  });

  test('when the app locks itself, the air is shown and nothing is asked', async () => {
    await show({ state: withLock(false) });
    await openGroup('Sound');
    await tell(page, 'state', withLock(true));
    await button('Go live').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('recordings', () => {
  const recording: Recording = {
    name: 'noor 2026-11-19 12.05.00.opus',
    startedAtMs: Date.UTC(2026, 10, 19, 12, 5),
    durationMs: 185_000,
    bytes: 1_450_000,
    running: false,
  };
  const list = [
    { ...recording, name: 'noor 2026-11-20 12.05.00.opus', durationMs: null, running: true },
    recording,
  ];
  const open = async (answers: Scene['answers']): Promise<void> => {
    await show({ answers: { ...answers } });
    await page.route('**/recordings/*', async (route) =>
      route.fulfill({ body: await readFile(sample), contentType: 'audio/ogg' }),
    );
    await openGroup('Recording');
    await button('Show recordings').click();
  };

  test('one is played at its place in the list; the one being recorded cannot be', async () => {
    await open({ 'list-recordings': list });
    const rows = page.getByRole('listitem');
    await rows.nth(1).getByText('3:05').waitFor();
    await rows.nth(0).getByText('Recording now').waitFor();
    const file = 'noor 2026-11-20 12.05.00.opus';
    const engine = { ...offAir.engine, recording: { name: 'on', file, bytes: 7_200_000 } as const };
    await tell(page, 'state', { ...offAir, engine });
    await rows.nth(0).getByText('7.2 MB').waitFor();
    expect(await rows.nth(0).getByRole('button').isDisabled()).toBe(true);
    await rows.nth(1).getByRole('button', { name: /^Play/ }).click();
    const audio = page.locator('audio');
    await expect
      .poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime))
      .toBeGreaterThan(0.2);
    await rows
      .nth(1)
      .getByRole('button', { name: /^Pause/ })
      .click();
    await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.paused)).toBe(true);
  });

  test('deleting asks once, with the harmless answer first at hand', async () => {
    await open({ 'list-recordings': [recording] });
    await page.getByRole('button', { name: /^Delete/ }).click();
    await page.keyboard.press('Enter');
    await button('Yes, delete').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Delete/ }).click();
    await button('Yes, delete').click();
    await expect
      .poll(async () => (await callsOf(page)).filter(({ name }) => name === 'delete-recording'))
      .toEqual([{ name: 'delete-recording', argument: recording.name }]);
  });

  test('one that cannot be played says so', async () => {
    await open({ 'list-recordings': [recording] });
    await page.route('**/recordings/*', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('button', { name: /^Play/ }).click();
    await page.getByText('This recording cannot be played.').waitFor();
    expect(await page.getByRole('slider').count()).toBe(0);
  });

  test('without any, it is said why, and the folder can still be opened', async () => {
    await open({ 'list-recordings': [] });
    await page.getByText('Recording is off.').waitFor();
    await button('Open the folder').click();
    await expect
      .poll(() => callsOf(page))
      .toContainEqual({ name: 'open-recordings-folder', argument: undefined });
  });
});
