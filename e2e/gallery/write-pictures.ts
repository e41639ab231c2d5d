import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright';
import { expect, test } from 'vitest';

import { sceneOf } from './desktop-scenes.ts';
import { type Look, openGallery } from './open-gallery.ts';
import { openPhoneGallery, type PhoneLook, phoneSizes } from './open-phone-gallery.ts';
import { phoneScenes } from './phone-scenes.ts';
import { shrinkPng } from './shrink-png.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'screens');
/** A picture in the repository is small. */
const maxBytes = 60_000;

const english: Look = { language: 'en', colorScheme: 'light' };
const dark: Look = { language: 'en', colorScheme: 'dark' };
const arabic: Look = { language: 'ar', colorScheme: 'light' };
/** Each state of the station, and of the other screens the one that says most. */
const pictures: readonly (readonly [scene: string, look: Look, file: string])[] = [
  ...['off', 'starting', 'live', 'silent', 'dead-air', 'degraded', 'recovering', 'failed'].map(
    (name) => [name, english, name] as const,
  ),
  ['stopping', dark, 'stopping-dark'],
  ['live', arabic, 'live-arabic'],
  ['locked', dark, 'locked-dark'],
  ['guide-device', english, 'guide-device'],
  ['guide-heard', english, 'guide-phone'],
  ['settings-sound', english, 'settings-sound'],
  ['pin', dark, 'pin-dark'],
];
const phone: PhoneLook = { language: 'en', colorScheme: 'light', viewport: phoneSizes.phone };
const phonePictures: readonly (readonly [scene: string, look: PhoneLook, file: string])[] = [
  ['ready', phone, 'phone-ready'],
  ['playing', { ...phone, language: 'ar', colorScheme: 'dark' }, 'phone-playing-arabic-dark'],
  ['lost', phone, 'phone-lost'],
  ['choices', { ...phone, language: 'ur' }, 'phone-choices-urdu'],
  ['code-wrong', phone, 'phone-code'],
  ['in-app-android', phone, 'phone-in-app'],
  ['ready', { ...phone, viewport: phoneSizes.small, language: 'bn' }, 'phone-small-bengali'],
  ['receiver-playing', { ...phone, viewport: { width: 820, height: 560 } }, 'receiver-playing'],
  ['receiver-lost', { ...phone, viewport: { width: 820, height: 560 } }, 'receiver-lost'],
  ['embed-playing', { ...phone, viewport: { width: 360, height: 140 } }, 'embed-playing'],
];

test('the pictures of the screens are written, each of them small', async () => {
  await mkdir(folder, { recursive: true });
  const gallery = await openGallery();
  const tooLarge: string[] = [];
  try {
    for (const [name, look, file] of pictures) {
      const page = await gallery.show(sceneOf(name), look);
      await settled(page);
      const picture = shrinkPng(await page.screenshot());
      if (picture.length > maxBytes) tooLarge.push(`${file}: ${picture.length} bytes`);
      await writeFile(join(folder, `${file}.png`), picture);
    }
  } finally {
    await gallery.close();
  }
  expect(tooLarge).toEqual([]);
});

test('the pictures of the phone’s page are written, each of them small', async () => {
  await mkdir(folder, { recursive: true });
  const gallery = await openPhoneGallery();
  const tooLarge: string[] = [];
  try {
    for (const [name, look, file] of phonePictures) {
      const scene = phoneScenes.find((each) => each.name === name);
      if (!scene) throw new Error(`No scene ${name}`);
      const shown = await gallery.show(scene, look);
      const picture = shrinkPng(await shown.page.screenshot({ fullPage: true }));
      await shown.close();
      if (picture.length > maxBytes) tooLarge.push(`${file}: ${picture.length} bytes`);
      await writeFile(join(folder, `${file}.png`), picture);
    }
  } finally {
    await gallery.close();
  }
  expect(tooLarge).toEqual([]);
});

/** Until every meter speaks, and has had the time to rise. */
async function settled(page: Page): Promise<void> {
  const said = async (): Promise<(string | null)[]> =>
    page.getByRole('meter').evaluateAll((meters) => meters.map((meter) => meter.ariaValueText));
  await expect.poll(said).not.toContain(null);
  await page.waitForTimeout(1_500);
}
