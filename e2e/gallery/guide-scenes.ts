import { desktopTexts, type DesktopState, guideTexts } from '@mauzin/desktop-contract';
import type { Language } from '@mauzin/shared';
import type { Page } from 'playwright';

import { tell } from './open-gallery.ts';
import { mixer, offAir, onAir, pulpit, silentInput } from './parts.ts';
import type { Scene } from './scene.ts';

const first: DesktopState = {
  ...offAir,
  guide: true,
  settings: {
    ...offAir.settings,
    guideDone: false,
    sources: [],
    station: { ...offAir.settings.station, name: desktopTexts.en.firstStationName },
  },
};
const devices = [mixer, pulpit, silentInput];

const next = async (page: Page, language: Language): Promise<void> =>
  page.getByRole('button', { name: guideTexts[language].next }).click();

const toDevice = async (page: Page, language: Language): Promise<void> => {
  await page.getByPlaceholder(guideTexts[language].name.example).fill('Masjid an-Noor');
  await next(page, language);
};

const toPhone = async (page: Page, language: Language): Promise<void> => {
  await toDevice(page, language);
  await page.getByRole('radio', { name: 'USB Mixer' }).check();
  await next(page, language);
};

/** Main's word, as if the guide had gone live. */
const live = (page: Page, language: Language, listeners: { open: number; hearing: number }): Promise<void> =>
  tell(page, 'state', {
    ...onAir(undefined, { listeners, language }),
    guide: true,
    settings: { ...offAir.settings, guideDone: false },
  });

export const guideScenes: readonly Scene[] = [
  { name: 'guide-name', state: first, devices },
  {
    name: 'guide-device',
    state: first,
    devices,
    async act(page, language) {
      await toDevice(page, language);
      await page.getByRole('radio', { name: 'USB Mixer' }).check();
      await page.getByText(guideTexts[language].device.heard).waitFor();
    },
  },
  { name: 'guide-none', state: first, devices: [], act: toDevice },
  {
    name: 'guide-phone',
    state: first,
    devices,
    async act(page, language) {
      await toPhone(page, language);
      await live(page, language, { open: 0, hearing: 0 });
      await page.getByText(guideTexts[language].phone.waiting).waitFor();
    },
  },
  {
    name: 'guide-late',
    state: first,
    devices,
    ownsClock: true,
    async act(page, language) {
      await page.clock.install();
      await page.reload();
      await toPhone(page, language);
      await live(page, language, { open: 0, hearing: 0 });
      await page.clock.runFor(31_000);
      await page.getByText(guideTexts[language].phone.sameWifi).waitFor();
    },
  },
  {
    name: 'guide-heard',
    state: first,
    devices,
    async act(page, language) {
      await toPhone(page, language);
      await live(page, language, { open: 1, hearing: 1 });
      await page.getByText(guideTexts[language].phone.heardOne).waitFor();
    },
  },
];
