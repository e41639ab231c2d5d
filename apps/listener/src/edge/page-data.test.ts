import { type PageData, pageTexts } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { readPage } from './page-data.ts';

const data: PageData = {
  station: { slug: 'noor', name: 'مسجد النور', language: 'ar' },
  language: 'en',
  mode: 'receiver',
  live: true,
  texts: pageTexts('en'),
};
const page = (written: unknown) => ({
  querySelector: (selector: string) =>
    selector === '#page-data' && written !== undefined ? { textContent: JSON.stringify(written) } : null,
});
const read = (written: unknown): PageData => readPage(page(written) as Document);

describe("the page's data", () => {
  it('are what the service wrote', () => {
    expect(read(data)).toEqual(data);
    const hidden = { ...data.station, private: true };
    expect(read({ ...data, station: hidden }).station).toEqual(hidden);
  });

  it('have no station where there is none, or none that can be addressed', () => {
    for (const station of [null, undefined, { ...data.station, slug: 'No!' }]) {
      expect(read({ ...data, station }).station).toBeNull();
    }
  });

  it.each([
    ['nothing', undefined],
    ['an empty object', {}],
    ['a language that the page does not speak', { ...data, language: 'de' }],
    ['a mode that there is not', { ...data, mode: 'other' }],
    ['no words', { ...data, texts: {} }],
  ])('are not taken where there is %s', (_what, written) => {
    expect(() => read(written)).toThrow('not written by its service');
  });
});
