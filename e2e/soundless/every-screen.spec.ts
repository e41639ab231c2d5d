import { languages } from '@mauzin/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { desktopFaults, type DesktopLook, desktopLooks, sizeOf } from '../gallery/desktop-looks.ts';
import { desktopScenes, sceneOf } from '../gallery/desktop-scenes.ts';
import { axeFaults, layoutFaults, targetFaults } from '../gallery/faults.ts';
import { type Gallery, openGallery, sizes } from '../gallery/open-gallery.ts';

let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
  console.log(
    `${desktopScenes.length} screens, ${languages.length} languages, ${sizes.length} sizes, light and dark: every pair of them in ` +
      `${desktopLooks.length} looks. Every combination is for "pnpm --filter @mauzin/e2e run long".`,
  );
});
afterAll(() => gallery?.close());

/** Looks alike stand together, so that little is turned. */
const orderOf = ({ size, colorScheme, language }: DesktopLook): string =>
  `${size} ${colorScheme} ${language}`;
const looksOf = (name: string): readonly DesktopLook[] =>
  desktopLooks
    .filter(({ scene }) => scene === name)
    .toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)));

describe('every screen is whole at any size in any language, meets WCAG 2.2 AA, and is easy to hit', () => {
  test.each(desktopScenes.map((scene) => [scene.name, scene] as const))('%s', async (name, scene) => {
    const looks = looksOf(name);
    const faults: string[] = [];
    const page = await gallery.show(scene, looks[0]!);
    for (const look of looks) {
      await gallery.turn({ ...look, size: sizeOf(look) });
      const found = await desktopFaults(page, scene, look.by);
      faults.push(
        ...found.map((fault) => `${look.language}, ${sizeOf(look).width}, ${look.colorScheme}: ${fault}`),
      );
    }
    expect(faults).toEqual([]);
  });

  test('these looks find what is wrong', async () => {
    const page = await gallery.show(sceneOf('off'), { language: 'en', colorScheme: 'light' });
    await page.addStyleTag({
      content: `.hint { color: #c8c2b4 !important; }
        .buttons .plain { width: 40px; white-space: nowrap; }
        .caption { margin-left: -500px; }
        .strip-foot { margin-top: -24px; }
        .air-panel { margin-bottom: 300px; }`,
    });
    expect((await axeFaults(page)).join()).toContain('color-contrast');
    const faults = (await layoutFaults(page)).join();
    for (const fault of ['does not fit: .air-column', 'too long for its control', 'cut', 'covered'])
      expect(faults).toContain(fault);
  });

  test('these looks find a target that is too small', async () => {
    const page = await gallery.show(sceneOf('settings-sound'), { language: 'en', colorScheme: 'light' });
    await page.addStyleTag({ content: '[role=tab] { height: 20px !important; min-height: 0 !important; }' });
    expect((await targetFaults(page, 32, '.settings-page')).join()).toContain('×20');
  });
});
