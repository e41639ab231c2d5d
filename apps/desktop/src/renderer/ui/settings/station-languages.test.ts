import { settingsChangeSchema } from '@mauzin/desktop-contract';
import { languages, parseValue } from '@mauzin/shared';
import { expect, test } from 'vitest';

import { maxStationLanguages, movedUp } from './station-languages.ts';

test('a language moves up by one place, the first stays', () => {
  expect(movedUp(['en', 'ar'], 'ar')).toEqual(['ar', 'en']);
  expect(movedUp(['en', 'ar'], 'en')).toEqual(['en', 'ar']);
});

test('as many languages as the contract takes, and no more', () => {
  const fits = (count: number): boolean =>
    parseValue(settingsChangeSchema, { stationLanguages: Array.from({ length: count }, () => languages[0]) })
      .ok;
  expect([fits(maxStationLanguages), fits(maxStationLanguages + 1), fits(0)]).toEqual([true, false, false]);
});
