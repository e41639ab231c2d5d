import { expect, test } from 'vitest';

import { textCases } from '../testing/index.ts';
import { airTexts } from './air.ts';
import { settingsTexts } from './desktop-settings.ts';
import { desktopFileTexts } from './desktop-files.ts';
import { systemTexts } from './desktop-system.ts';
import { desktopTexts } from './desktop.ts';
import { documentTexts } from './document.ts';
import { failureTexts } from './failures.ts';
import { guideTexts } from './guide.ts';
import { findPageLanguage, languages, pageLanguages, pickLanguage, pickPageLanguage } from './language.ts';
import { listenerTexts } from './listener.ts';
import { posterTexts } from './poster.ts';
import { stripTexts } from './strip.ts';

const pageAreas = { listener: listenerTexts, failures: failureTexts, document: documentTexts };
const areas = {
  desktop: desktopTexts,
  system: systemTexts,
  files: desktopFileTexts,
  poster: posterTexts,
  air: airTexts,
  strip: stripTexts,
  guide: guideTexts,
  settings: settingsTexts,
};

test.each([...textCases(areas, languages), ...textCases(pageAreas, pageLanguages)])(
  '%s in %s: %s',
  (_area, _language, _rule, broken) => {
    expect(broken).toEqual([]);
  },
);

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
