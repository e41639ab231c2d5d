import { directionOf, type PageLanguage, pageLanguages } from '@mauzin/shared';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { axeFaults, layoutFaults } from '../gallery/faults.ts';
import {
  openPhoneGallery,
  type Phone,
  type PhoneGallery,
  type PhoneLook,
  phoneSizes,
} from '../gallery/open-phone-gallery.ts';
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
/** Some scenes take seconds to come about, without any work. */
const atOnce = 4;
/** Does the work for each, some at once. */
async function forEach<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

type Find = (phone: Phone) => Promise<string[]>;

/** What is wrong with each scene, one line each. */
async function faultsOf(look: PhoneLook, find: Find): Promise<string[]> {
  const faults: string[] = [];
  await forEach(phoneScenes, async (scene) => {
    const shown = await gallery.show(scene, look);
    try {
      faults.push(...(await find(shown)).map((fault) => `${scene.name}: ${fault}`));
    } finally {
      await shown.close();
    }
  });
  return faults;
}

/** The same in each language, which is chosen on the page where that can be done: so a scene comes about once. */
async function faultsInEach(
  spoken: readonly PageLanguage[],
  viewport: PhoneLook['viewport'],
  find: Find,
): Promise<string[]> {
  const faults: string[] = [];
  const chosen = async (shown: Phone, language: PageLanguage): Promise<string[]> => {
    await shown.page.locator('.languages').selectOption(language);
    await shown.page.locator(`html[lang=${language}]:not([data-turned])`).waitFor({ state: 'attached' });
    return find(shown);
  };
  await forEach(phoneScenes, async (scene) => {
    const canChoose = !/embed|receiver/.test(scene.path ?? '');
    const visits = canChoose ? [spoken] : spoken.map((language) => [language]);
    for (const visit of visits) {
      const language = visit[0] ?? 'en';
      const shown = await gallery.show(scene, { language, colorScheme: 'light', viewport });
      try {
        for (const one of visit) {
          const found = canChoose ? await chosen(shown, one) : await find(shown);
          faults.push(...found.map((fault) => `${scene.name}, ${one}: ${fault}`));
        }
      } finally {
        await shown.close();
      }
    }
  });
  return faults;
}

beforeAll(async () => {
  gallery = await openPhoneGallery();
});
afterEach(async () => {
  await phone?.close();
  phone = null;
});
afterAll(() => gallery?.close());

/** The button is what everybody came for: it is on the screen without a search for it. */
const buttonFaults = (shown: Phone): Promise<string[]> =>
  shown.page.locator('button.big').evaluateAll((buttons) =>
    buttons.flatMap((button) => {
      const { top, bottom, left, right } = button.getBoundingClientRect();
      const inside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      return inside ? [] : ['the button is not on the screen'];
    }),
  );

/** A finger hits what is 48 px large (links within a sentence are let off by WCAG 2.5.8, and by us). */
const smallTargets = (shown: Phone): Promise<string[]> =>
  shown.page.locator('button, select, summary, input, a').evaluateAll((controls) =>
    controls
      .filter((control) => control.checkVisibility() && !control.closest('p'))
      .map((control) => (control.closest('label') ?? control).getBoundingClientRect())
      .filter(({ width, height }) => Math.min(width, height) < 47.5)
      .map(({ width, height }) => `a target of ${Math.round(width)}×${Math.round(height)}`),
  );

describe('every screen of the phone', () => {
  test('nothing is cut, covered or beside the screen, at any size, in any language', async () => {
    const faults = await faultsInEach(pageLanguages, phoneSizes.phone, async (shown) => {
      const found: string[] = [];
      // Inside another app the way out of it comes first; on the smallest phone there is no room for both.
      const isInApp = (await shown.page.locator('.band').count()) > 0;
      for (const [name, size] of Object.entries(phoneSizes)) {
        await shown.page.setViewportSize(size);
        const mayBeBelow = isInApp && size === phoneSizes.small;
        const here = await layoutFaults(shown.page, true);
        if (!mayBeBelow) here.push(...(await buttonFaults(shown)));
        found.push(...here.map((fault) => `${name}: ${fault}`));
      }
      return found;
    });
    expect(faults).toEqual([]);
  }, 300_000);

  test('with letters twice as large, nothing is cut on the smallest phone', async () => {
    const faults = await faultsInEach(['en', 'ar', 'ur', 'bn'], phoneSizes.small, async ({ page }) => {
      await page.addStyleTag({ content: ':root { font-size: 200% !important; }' });
      return layoutFaults(page, true);
    });
    expect(faults).toEqual([]);
  }, 300_000);

  test.each([
    ['en', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'meets WCAG 2.2 AA, with targets of 48 px, in %s, %s',
    async (language, colorScheme) => {
      const faults = await faultsOf({ language, colorScheme, viewport: phoneSizes.phone }, async (shown) => [
        ...(await axeFaults(shown.page)),
        ...(await smallTargets(shown)),
      ]);
      expect(faults).toEqual([]);
    },
    300_000,
  );

  test('these looks find what is wrong', async () => {
    const { page } = await show('ready');
    await page.addStyleTag({
      content: `.hint { color: #c8c2b4 !important; width: 900px; }
        button.big { margin-top: 900px; }
        select { min-height: 20px !important; height: 20px !important; }`,
    });
    expect((await axeFaults(page)).join()).toContain('color-contrast');
    expect((await layoutFaults(page, true)).join()).toContain('the window scrolls');
    expect(await buttonFaults(phone!)).toHaveLength(1);
    expect((await smallTargets(phone!)).join()).toContain('×20');
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
