import { directionOf, pageLanguages } from '@mauzin/shared';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { axeFaults, layoutFaults, targetFaults } from '../gallery/faults.ts';
import {
  openPhoneGallery,
  type Phone,
  type PhoneGallery,
  type PhoneLook,
  phoneSizes,
} from '../gallery/open-phone-gallery.ts';
import { buttonFaults, lookOf, phoneFaults, phoneLooks, phoneLooksOf } from '../gallery/phone-looks.ts';
import { phoneScenes } from '../gallery/phone-scenes.ts';

let gallery: PhoneGallery;
let phone: Phone | null = null;

const english: PhoneLook = { language: 'en', colorScheme: 'light', viewport: phoneSizes.phone };
const show = async (name: string, look: Partial<PhoneLook> = {}): Promise<Phone> => {
  const scene = phoneScenes.find((each) => each.name === name);
  if (!scene) throw new Error(`No scene ${name}`);
  phone = await gallery.show(scene, { ...english, ...look });
  return phone;
};
beforeAll(async () => {
  gallery = await openPhoneGallery();
  console.log(
    `${phoneScenes.length} screens of the phone, ${pageLanguages.length} languages, ${Object.keys(phoneSizes).length} sizes, light and dark: ` +
      `every pair of them in ${phoneLooks.length} looks. Every combination is for "pnpm --filter @mauzin/e2e run long".`,
  );
});
afterEach(async () => {
  await phone?.close();
  phone = null;
});
afterAll(() => gallery?.close());

// Some scenes take seconds to come about, without any work: so some come about at once.
describe.concurrent('every screen of the phone is whole at any size in any language, meets WCAG 2.2 AA, and is easy to hit', () => {
  // The last ones take longest, since they are loaded anew for each language: so they begin.
  test.each(phoneScenes.toReversed().map((scene) => [scene.name, scene] as const))(
    '%s',
    async (name, scene) => {
      const looks = phoneLooksOf(name);
      const faults: string[] = [];
      const shown = await gallery.show(scene, lookOf(looks[0]!));
      try {
        for (const look of looks) {
          await shown.turn(lookOf(look));
          const found = await phoneFaults(shown, look.by, lookOf(look).viewport);
          faults.push(
            ...found.map(
              (fault) => `${look.language}, ${look.size}, ${look.colorScheme}, ${look.by}: ${fault}`,
            ),
          );
        }
      } finally {
        await shown.close();
      }
      expect(faults).toEqual([]);
    },
    300_000,
  );
});

describe('these looks', () => {
  test('find what is wrong', async () => {
    const shown = await show('ready');
    const { page } = shown;
    await page.addStyleTag({
      content: `.hint { color: #c8c2b4 !important; width: 900px; }
        button.big { margin-top: 900px; }
        select { min-height: 20px !important; height: 20px !important; }`,
    });
    expect((await axeFaults(page)).join()).toContain('color-contrast');
    expect((await layoutFaults(page, true)).join()).toContain('the window scrolls');
    expect(await buttonFaults(shown)).toHaveLength(1);
    expect((await targetFaults(page, 47.5)).join()).toContain('×20');
  });
});

describe('the phone’s page', () => {
  test.each(pageLanguages)('is drawn in %s from its first byte, in its direction', async (language) => {
    const { page } = await show('ready', { language });
    const html = page.locator('html');
    expect([await html.getAttribute('lang'), await html.getAttribute('dir')]).toEqual([
      language,
      directionOf(language),
    ]);
  });
});
