import { pageLanguages } from '@mauzin/shared';

import { everyPair } from './every-pair.ts';
import { axeFaults, layoutFaults, targetFaults } from './faults.ts';
import { type Phone, type PhoneLook, phoneSizes } from './open-phone-gallery.ts';
import { phoneScenes } from './phone-scenes.ts';

const scene = phoneScenes.map(({ name }) => name);
const size = ['phone', 'small', 'tablet', 'wide'] as const satisfies readonly (keyof typeof phoneSizes)[];
const colorScheme = ['light', 'dark'] as const;

/** What is looked for: of the layout in every language, of what axe sees in both directions (it reads no words). */
export const phoneFactors = { scene, language: pageLanguages, size, colorScheme } as const;
const axeFactors = { ...phoneFactors, language: ['en', 'ar'], size: ['phone'] } as const;
/** Letters twice as large, in each script, where there is least room for them. */
const largeFactors = {
  ...phoneFactors,
  language: ['en', 'ar', 'ur', 'bn'],
  size: ['small'],
} as const;

export interface SeenPhone {
  readonly scene: string;
  readonly language: (typeof pageLanguages)[number];
  readonly size: (typeof size)[number];
  readonly colorScheme: (typeof colorScheme)[number];
  readonly by: 'layout' | 'large-letters' | 'axe';
}

/** In every pair of scene, language, size and colours. */
export const phoneLooks: readonly SeenPhone[] = [
  ...everyPair({ ...phoneFactors, by: ['layout'] }),
  ...everyPair({ ...largeFactors, by: ['large-letters'] }),
  ...everyPair({ ...axeFactors, by: ['axe'] }),
];

export const lookOf = (seen: SeenPhone): PhoneLook => ({ ...seen, viewport: phoneSizes[seen.size] });

/** Those of one scene. Alike stand together, so that little is turned: a language costs most. */
export const phoneLooksOf = (name: string): readonly SeenPhone[] =>
  phoneLooks
    .filter((look) => look.scene === name)
    .toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)));
const orderOf = (look: SeenPhone): string => `${look.language} ${look.size} ${look.colorScheme}`;

/** What is wrong with the phone that is shown, one line each. */
export async function phoneFaults(
  shown: Phone,
  by: SeenPhone['by'],
  viewport: PhoneLook['viewport'],
): Promise<string[]> {
  const { page } = shown;
  if (by === 'axe') return [...(await axeFaults(page)), ...(await targetFaults(page, leastTargetPx))];
  if (by === 'large-letters') return withLargeLetters(shown);
  const found = await layoutFaults(page, true);
  // Inside another app the way out of it comes first; on the smallest phone there is no room for both.
  const isInApp = (await page.locator('.band').count()) > 0;
  if (!isInApp || viewport !== phoneSizes.small) found.push(...(await buttonFaults(shown)));
  return found;
}

/** A finger hits what is 48 px large; half a pixel is lost by rounding. */
const leastTargetPx = 47.5;

async function withLargeLetters({ page }: Phone): Promise<string[]> {
  const style = await page.addStyleTag({ content: ':root { font-size: 200% !important; }' });
  try {
    return await layoutFaults(page, true);
  } finally {
    await style.evaluate((element) => (element as HTMLStyleElement).remove());
  }
}

/** The button is what everybody came for: it is on the screen without a search for it. */
export const buttonFaults = ({ page }: Phone): Promise<string[]> =>
  page.locator('button.big').evaluateAll((buttons) =>
    buttons.flatMap((button) => {
      const { top, bottom, left, right } = button.getBoundingClientRect();
      const inside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      return inside ? [] : ['the button is not on the screen'];
    }),
  );
