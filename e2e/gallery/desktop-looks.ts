import { languages } from '@mauzin/shared';
import type { Page } from 'playwright';

import { adminScenes } from './admin-scenes.ts';
import { desktopScenes } from './desktop-scenes.ts';
import { everyPair } from './every-pair.ts';
import { axeFaults, layoutFaults, targetFaults } from './faults.ts';
import { sizes } from './open-gallery.ts';
import type { Scene } from './scene.ts';

const scene = desktopScenes.map(({ name }) => name);
export const colorSchemes = ['light', 'dark'] as const;
const size = [0, 1] as const;

/** What is looked for: of the layout in every language, of what axe sees in both directions (it reads no words). */
export const desktopFactors = { scene, language: languages, size, colorScheme: colorSchemes } as const;
const axeFactors = { ...desktopFactors, language: ['en', 'ar'] } as const;

export interface DesktopLook {
  readonly scene: string;
  readonly language: (typeof languages)[number];
  readonly size: (typeof size)[number];
  readonly colorScheme: (typeof colorSchemes)[number];
  readonly by: 'layout' | 'axe';
}

/** In every pair of scene, language, size and colours. */
export const desktopLooks: readonly DesktopLook[] = [
  ...everyPair({ ...desktopFactors, by: ['layout'] }),
  ...everyPair({ ...axeFactors, by: ['axe'] }),
];

/** What an admin meets is pointed at with a mouse or touched: 32 px. (WCAG 2.5.8 asks for 24, and axe looks.) */
const leastTargetPx = 32;

/** What is wrong with a page that is shown in this look, one line each. */
export async function desktopFaults(page: Page, of: Scene, by: DesktopLook['by']): Promise<string[]> {
  if (by === 'axe') return axeFaults(page);
  const targets = adminScenes.includes(of)
    ? await targetFaults(page, leastTargetPx, 'dialog, .settings-page, .recordings-page')
    : [];
  return [...(await layoutFaults(page)), ...targets];
}

export const sizeOf = (look: Pick<DesktopLook, 'size'>): (typeof sizes)[number] => sizes[look.size];
