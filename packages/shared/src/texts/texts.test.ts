import { expect, test } from 'vitest';

import { airTexts } from './air.ts';
import { settingsTexts } from './desktop-settings.ts';
import { desktopFileTexts } from './desktop-files.ts';
import { systemTexts } from './desktop-system.ts';
import { desktopTexts } from './desktop.ts';
import { documentTexts } from './document.ts';
import { failureTexts } from './failures.ts';
import { guideTexts } from './guide.ts';
import {
  directionOf,
  findPageLanguage,
  languages,
  pageLanguages,
  pickLanguage,
  pickPageLanguage,
} from './language.ts';
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
const inEach = [
  ...Object.entries(areas).flatMap(([area, texts]) =>
    languages.map((language) => [area, language, texts[language], texts.en] as const),
  ),
  ...Object.entries(pageAreas).flatMap(([area, texts]) =>
    pageLanguages.map((language) => [area, language, texts[language], texts.en] as const),
  ),
];
const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

test.each(inEach)(
  '%s in %s: every text is there, with the places of the English one',
  (_area, _language, texts, en) => {
    expect(paths(texts)).toEqual(paths(en));
    expect(values(texts).map(places)).toEqual(values(en).map(places));
    for (const text of values(texts)) expect(text.trim()).not.toBe('');
  },
);

test.each(inEach.filter(([, language]) => directionOf(language) === 'rtl'))(
  '%s in %s: is written in its own letters',
  (_area, _language, texts) => {
    for (const text of values(texts)) expect(text).toMatch(/[\u0600-\u06ff]/);
  },
);

test.each(inEach.filter(([, language]) => language === 'fr'))(
  '%s in %s: no mark is torn from its word at the end of a line',
  (_area, _language, texts) => {
    for (const text of values(texts)) expect(text).not.toMatch(/ [?!;:»]|« /);
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

test.each(inEach.filter(([, language]) => language !== 'en'))(
  '%s in %s: is not left in English',
  (_area, _language, texts, en) => {
    const english = new Set(values(en));
    // Some short ones are the same in several languages: `Version {version}`.
    const left = values(texts).filter((text) => english.has(text) && text.split(' ').length > 3);
    expect(left).toEqual([]);
  },
);
