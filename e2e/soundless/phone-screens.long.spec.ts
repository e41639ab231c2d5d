import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { everyCombination } from '../gallery/every-pair.ts';
import { openPhoneGallery, type PhoneGallery } from '../gallery/open-phone-gallery.ts';
import { lookOf, phoneFactors, phoneFaults } from '../gallery/phone-looks.ts';
import { phoneScenes } from '../gallery/phone-scenes.ts';
import { wordsOf } from '../gallery/words-of.ts';

let gallery: PhoneGallery;
beforeAll(async () => {
  gallery = await openPhoneGallery();
});
afterAll(() => gallery?.close());

describe.concurrent('every screen of the phone in every combination, opened in each language', () => {
  test.each(phoneScenes.map((scene) => [scene.name, scene] as const))(
    '%s',
    async (name, scene) => {
      const faults: string[] = [];
      for (const language of phoneFactors.language) {
        const looks = everyCombination({ ...phoneFactors, scene: [name], language: [language] });
        const shown = await gallery.show(scene, lookOf({ ...looks[0]!, by: 'layout' }));
        try {
          for (const look of looks)
            for (const by of [
              'layout',
              'axe',
              ...(look.size === 'small' ? (['large-letters'] as const) : []),
            ] as const) {
              await shown.turn(lookOf({ ...look, by }));
              const found = await phoneFaults(shown, by, lookOf({ ...look, by }).viewport);
              faults.push(
                ...found.map((fault) => `${language}, ${look.size}, ${look.colorScheme}, ${by}: ${fault}`),
              );
            }
        } finally {
          await shown.close();
        }
      }
      expect(faults).toEqual([]);
    },
    600_000,
  );
});

// What follows a network's doings changes its words by itself.
const still = phoneScenes.filter(({ name }) => !/lost|unreachable|full|playing/.test(name));

describe.concurrent('every screen of the phone reads the same opened in a language and turned to it', () => {
  test.each(still.map((scene) => [scene.name, scene] as const))(
    '%s',
    async (_name, scene) => {
      const look = { colorScheme: 'light', size: 'phone', scene: scene.name, by: 'layout' } as const;
      const turning = await gallery.show(scene, lookOf({ ...look, language: 'en' }));
      try {
        for (const language of phoneFactors.language) {
          await turning.turn(lookOf({ ...look, language }));
          const opened = await gallery.show(scene, lookOf({ ...look, language }));
          try {
            expect(await wordsOf(turning.page)).toBe(await wordsOf(opened.page));
          } finally {
            await opened.close();
          }
        }
      } finally {
        await turning.close();
      }
    },
    300_000,
  );
});
