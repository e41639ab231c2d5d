import { fileURLToPath } from 'node:url';

import {
  type Desk,
  type DesktopState,
  type Recording,
  type SettingsTexts,
  settingsTexts,
  stripTexts,
} from '@mauzin/desktop-contract';
import type { Language } from '@mauzin/shared';
import type { Page } from 'playwright';

import { mixer, offAir, onAir, pulpit } from './parts.ts';
import type { Scene } from './scene.ts';

type Group = keyof SettingsTexts['group'];

const sample = fileURLToPath(new URL('../../packages/media/assets/sample.opus', import.meta.url));
const devices = [mixer, pulpit];
const pinSet: Pick<DesktopState, 'lock'> = { lock: { pinSet: true, locked: false } };
const { settings } = offAir;

const openSettings = async (page: Page, language: Language, group: Group): Promise<void> => {
  const texts = settingsTexts[language];
  await page.locator('header').getByRole('button', { name: texts.lock.settings, exact: true }).click();
  await page.getByRole('tab', { name: texts.group[group] }).click();
};

const group = (
  name: Group,
  state: DesktopState,
  rest: Partial<Scene> & { readonly called?: string } = {},
): Scene => ({
  name: `settings-${rest.called ?? name}`,
  state,
  devices,
  ...rest,
  async act(page, language) {
    await openSettings(page, language, name);
    await rest.act?.(page, language);
  },
});

const automated: DesktopState['settings'] = {
  ...settings,
  deadAir: { ...settings.deadAir, webhook: 'https://watch.example.org/mosque/noor' },
  automation: { ...settings.automation, signal: { ...settings.automation.signal, on: true } },
};
const remote: DesktopState['settings'] = {
  ...settings,
  server: { kind: 'remote', url: 'https://radio.example.org', station: 'noor' },
  stationLanguages: ['ar', 'en'],
};

const networks: DesktopState['engine']['networks'] = [
  { adapter: 'Ethernet', address: '192.168.1.20' },
  { adapter: 'Wi-Fi', address: '10.0.0.5' },
  { adapter: 'ZeroTier One [8056c2e21c000001]', address: '192.168.192.7' },
];

const startedAtMs = Date.UTC(2026, 10, 20, 12, 5);
const recording = (daysAgo: number, change: Partial<Recording> = {}): Recording => ({
  name: `noor 2026-11-${20 - daysAgo} 12.05.00.opus`,
  startedAtMs: startedAtMs - daysAgo * 86_400_000,
  durationMs: 2_527_000 + daysAgo * 61_000,
  bytes: 20_300_000 + daysAgo * 490_000,
  running: false,
  ...change,
});
const recordings = [
  recording(0, { running: true, durationMs: null, bytes: 4_100_000 }),
  ...[1, 2, 3, 8, 9].map((daysAgo) => recording(daysAgo)),
];

const openRecordings = async (page: Page, language: Language): Promise<void> => {
  await openSettings(page, language, 'recording');
  await page.getByRole('button', { name: settingsTexts[language].recording.show }).click();
};

const askForPin = async (page: Page, language: Language): Promise<void> => {
  await page.getByRole('button', { name: settingsTexts[language].lock.unlock }).click();
  await page.getByRole('dialog').waitFor();
};

const tryPin = async (page: Page, language: Language): Promise<void> => {
  await askForPin(page, language);
  await page.getByLabel(settingsTexts[language].lock.pin, { exact: true }).fill('2468');
  await page.keyboard.press('Enter');
};
const locked: DesktopState = { ...onAir(), lock: { pinSet: true, locked: true } };

const desk: Desk = { label: mixer.label, channels: 8 };
const showDesk = async (page: Page, language: Language): Promise<void> => {
  const texts = stripTexts[language];
  const strip = page.getByRole('listitem', { name: mixer.label });
  await strip.getByRole('button', { name: `${texts.more}: ${mixer.label}` }).click();
  const summary = strip.getByText(texts.desk.channels, { exact: true });
  await summary.click();
  await summary.scrollIntoViewIfNeeded();
};

const showRouting = async (page: Page, language: Language): Promise<void> => {
  const texts = stripTexts[language];
  await page.getByRole('button', { name: `${texts.more}: ${mixer.label}` }).click();
  await page.getByText(texts.desk.routing).scrollIntoViewIfNeeded();
};

/** What an admin meets: each group of the settings, the recordings, and the lock. */
export const adminScenes: readonly Scene[] = [
  group('sound', offAir),
  { name: 'desk', state: offAir, devices, answers: { 'list-desks': [desk] }, act: showDesk },
  { name: 'desk-elsewhere', state: offAir, devices, answers: { 'list-desks': null }, act: showRouting },
  group('going-live', { ...offAir, settings: automated, shortcutTaken: true }),
  group('going-live', offAir, {
    called: 'silence-alarm',
    answers: { 'test-webhook': true },
    async act(page, language) {
      const { button, goingLive } = settingsTexts[language];
      await page.getByLabel(goingLive.webhook.name).fill('watch.example.org');
      await page.getByRole('button', { name: button.tryIt }).click();
      const answered = page.getByText(goingLive.answered);
      await answered.waitFor();
      await answered.scrollIntoViewIfNeeded();
    },
  }),
  group('listeners', { ...offAir, settings: remote }),
  group(
    'listeners',
    {
      ...offAir,
      engine: { ...offAir.engine, networks },
      settings: { ...settings, network: networks[1] ?? null },
    },
    { called: 'network' },
  ),
  group(
    'listeners',
    { ...offAir, settings: remote },
    {
      called: 'server',
      async act(page, language) {
        const { button, listeners } = settingsTexts[language];
        await page.getByLabel(listeners.field.url).fill('no address');
        await page.getByRole('button', { name: button.save, exact: true }).click();
        const save = page.getByRole('button', { name: button.save, exact: true });
        await page.getByText(settingsTexts[language].problem.address).waitFor();
        await save.scrollIntoViewIfNeeded();
      },
    },
  ),
  group(
    'listeners',
    { ...offAir, settings: { ...settings, accessCode: '471108' }, carriedCode: '471108' },
    {
      called: 'private',
      async act(page, language) {
        const { listeners } = settingsTexts[language];
        await page.getByRole('button', { name: listeners.showCode, exact: true }).click();
        await page.getByRole('switch', { name: listeners.codeInLink.name }).scrollIntoViewIfNeeded();
      },
    },
  ),
  group('recording', {
    ...offAir,
    settings: {
      ...settings,
      recording: {
        ...settings.recording,
        on: true,
        folder: 'D:\\Archive\\Mosque\\Recordings of every broadcast',
      },
    },
  }),
  group('computer', { ...offAir, ...pinSet, update: { name: 'downloading', share: 0.42 } }),
  group('computer', offAir, {
    called: 'pin',
    async act(page, language) {
      const { button, computer, problem } = settingsTexts[language];
      await page.getByRole('button', { name: computer.setPin }).click();
      await page.getByLabel(computer.newPin).fill('2468');
      await page.getByLabel(computer.samePin).fill('2469');
      await page.getByRole('button', { name: button.save, exact: true }).click();
      await page.getByText(problem.pinsDiffer).waitFor();
    },
  }),
  group(
    'computer',
    { ...offAir, update: { name: 'ready', version: '1.4.0' } },
    {
      called: 'diagnostics',
      answers: {
        'save-diagnostics': {
          name: 'saved',
          path: '/home/admin/Documents/Mauzin diagnostics 2026-11-20.zip',
        },
      },
      async act(page, language) {
        const { computer } = settingsTexts[language];
        await page.getByRole('button', { name: computer.saveDiagnostics }).click();
        await page.getByText('2026-11-20.zip').waitFor();
        await page.getByText(/0\.1\.0/).scrollIntoViewIfNeeded();
      },
    },
  ),
  {
    name: 'recordings',
    state: onAir(),
    devices,
    answers: { 'list-recordings': recordings },
    async act(page, language) {
      await openRecordings(page, language);
      await page.getByRole('listitem').nth(1).waitFor();
    },
  },
  {
    name: 'recordings-play',
    state: offAir,
    devices,
    answers: { 'list-recordings': recordings.slice(1) },
    async act(page, language) {
      const { play, position } = settingsTexts[language].recordings;
      await page.route('**/recordings/*', (route) =>
        route.fulfill({ path: sample, contentType: 'audio/ogg' }),
      );
      await openRecordings(page, language);
      await page
        .getByRole('button', { name: `${play}:` })
        .first()
        .click();
      await page.getByLabel(position).waitFor();
    },
  },
  {
    name: 'recordings-delete',
    state: offAir,
    devices,
    answers: { 'list-recordings': recordings.slice(1) },
    async act(page, language) {
      await openRecordings(page, language);
      const { delete: remove } = settingsTexts[language].recordings;
      await page
        .getByRole('button', { name: `${remove}:` })
        .first()
        .click();
      await page.getByRole('button', { name: settingsTexts[language].recordings.yes }).waitFor();
    },
  },
  {
    name: 'recordings-empty',
    state: offAir,
    devices,
    answers: { 'list-recordings': [] },
    async act(page, language) {
      await openRecordings(page, language);
      await page.getByText(settingsTexts[language].recordings.empty).waitFor();
    },
  },
  { name: 'pin', state: locked, devices, act: askForPin },
  {
    name: 'pin-wrong',
    state: locked,
    devices,
    answers: { unlock: { ok: false, retryAfterMs: 0 } },
    async act(page, language) {
      await tryPin(page, language);
      await page.getByText(settingsTexts[language].lock.wrong).waitFor();
    },
  },
  {
    name: 'pin-wait',
    state: locked,
    devices,
    answers: { unlock: { ok: false, retryAfterMs: 30_000 } },
    ownsClock: true,
    async act(page, language) {
      await page.clock.install();
      await tryPin(page, language);
      await page.getByRole('timer').waitFor();
    },
  },
];
