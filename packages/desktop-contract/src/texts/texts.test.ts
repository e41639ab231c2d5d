import { languages } from '@mauzin/shared';
import { textCases } from '@mauzin/shared/testing';
import { expect, test } from 'vitest';

import { airTexts } from './air.ts';
import { desktopTexts } from './desktop.ts';
import { desktopFileTexts } from './files.ts';
import { guideTexts } from './guide.ts';
import { posterTexts } from './poster.ts';
import { settingsTexts } from './settings.ts';
import { stripTexts } from './strip.ts';
import { systemTexts } from './system.ts';

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

test.each(textCases(areas, languages))('%s in %s: %s', (_area, _language, _rule, broken) => {
  expect(broken).toEqual([]);
});
