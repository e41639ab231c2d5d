import { expect, test } from 'vitest';

import { airTexts } from './air.ts';
import { settingsTexts } from './desktop-settings.ts';
import { desktopFileTexts } from './desktop-files.ts';
import { systemTexts } from './desktop-system.ts';
import { desktopTexts } from './desktop.ts';
import { guideTexts } from './guide.ts';
import { pickLanguage } from './language.ts';
import { listenerTexts } from './listener.ts';
import { posterTexts } from './poster.ts';
import { stripTexts } from './strip.ts';

/** The paths of all texts in a tree. */
const paths = (tree: object, at = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? paths(value, `${at}${key}.`) : [`${at}${key}`],
  );
const values = (tree: object): string[] =>
  Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null ? values(value) : typeof value === 'string' ? [value] : [],
  );

test.each([
  ['listener', listenerTexts],
  ['desktop', desktopTexts],
  ['system', systemTexts],
  ['files', desktopFileTexts],
  ['poster', posterTexts],
  ['air', airTexts],
  ['strip', stripTexts],
  ['guide', guideTexts],
  ['settings', settingsTexts],
])('%s: every language has every text, and Arabic is written in Arabic', (_name, texts) => {
  expect(paths(texts.ar)).toEqual(paths(texts.en));
  for (const text of values(texts.ar)) expect(text).toMatch(/[\u0600-\u06ff]/);
  for (const text of values(texts.en)) expect(text).not.toBe('');
});

test('the first language that Mauzin speaks is picked', () => {
  expect(pickLanguage(['de-DE', 'ar-EG', 'en'])).toBe('ar');
  expect(pickLanguage(['de'])).toBe('en');
  expect(pickLanguage([])).toBe('en');
});
