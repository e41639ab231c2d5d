import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { colorSchemes, desktopFactors, desktopFaults } from '../gallery/desktop-looks.ts';
import { desktopScenes } from '../gallery/desktop-scenes.ts';
import { type Gallery, openGallery, sizes } from '../gallery/open-gallery.ts';
import { wordsOf } from '../gallery/words-of.ts';

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(() => gallery?.close());

describe('every screen in every combination, opened in each language', () => {
  test.each(desktopScenes.map((scene) => [scene.name, scene] as const))(
    '%s',
    async (_name, scene) => {
      const faults: string[] = [];
      for (const language of desktopFactors.language) {
        const page = await gallery.show(scene, { language, colorScheme: 'light' });
        for (const size of sizes)
          for (const colorScheme of colorSchemes) {
            await gallery.turn({ language, colorScheme, size });
            for (const by of ['layout', 'axe'] as const) {
              const found = await desktopFaults(page, scene, by);
              faults.push(...found.map((fault) => `${language}, ${size.width}, ${colorScheme}: ${fault}`));
            }
          }
      }
      expect(faults).toEqual([]);
    },
    300_000,
  );

  test.each(desktopScenes.map((scene) => [scene.name, scene] as const))(
    '%s reads the same opened in a language and turned to it',
    async (_name, scene) => {
      const [size] = sizes;
      const look = { colorScheme: 'light' } as const;
      const opened: Record<string, string> = {};
      for (const language of desktopFactors.language)
        opened[language] = await wordsOf(await gallery.show(scene, { ...look, language }));
      const page = await gallery.show(scene, { ...look, language: 'en' });
      const turned: Record<string, string> = {};
      for (const language of desktopFactors.language) {
        await gallery.turn({ ...look, language, size });
        turned[language] = await wordsOf(page);
      }
      expect(turned).toEqual(opened);
    },
    120_000,
  );
});
