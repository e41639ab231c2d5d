import { expect, test } from 'vitest';

import { textCases } from '../testing/index.ts';
import { findPageLanguage, pageLanguages, pickLanguage, pickPageLanguage } from './language.ts';
import { documentTexts, failureTexts, listenerTexts } from './page-areas.ts';

const areas = { listener: listenerTexts, failures: failureTexts, document: documentTexts };

test.each(textCases(areas, pageLanguages))('%s in %s: %s', (_area, _language, _rule, broken) => {
  expect(broken).toEqual([]);
});

test('the first language that Mauzin speaks is picked', () => {
  expect(pickLanguage(['de-DE', 'ar-EG', 'en'])).toBe('ar');
  expect(pickLanguage(['de'])).toBe('en');
  expect(pickLanguage([])).toBe('en');
  // What older Androids call Indonesian.
  expect(pickLanguage(['in-ID', 'en'])).toBe('id');
  // What only the phone's page speaks.
  expect([pickLanguage(['bn-BD']), pickPageLanguage(['bn-BD', 'en'])]).toEqual(['en', 'bn']);
  expect([findPageLanguage(['de', 'ms-MY']), findPageLanguage(['de', '*'])]).toEqual(['ms', null]);
});
