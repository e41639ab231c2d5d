import { expect, test } from 'vitest';

import { showWords, takeOver, turnedTo } from './drawn-page.ts';

/** As boot.ts leaves it. */
function drawn(notes: Record<string, string>) {
  const attributes = new Set(['aria-busy']);
  const page = {
    documentElement: { lang: 'ar', dataset: { ...notes } },
    onclick: (() => undefined) as Document['onclick'],
    querySelector: () => ({ removeAttribute: (name: string) => attributes.delete(name) }),
  };
  return { page: page as unknown as Document, attributes };
}

test('a tap that came before the script is told of, once', () => {
  const { page, attributes } = drawn({ tapped: '' });
  expect(takeOver(page)).toBe(true);
  expect([page.onclick, attributes.size]).toEqual([null, 0]);
  expect(page.documentElement.dataset).toEqual({ scripted: '' });
  expect(takeOver(page)).toBe(false);
});

test('a page that nobody tapped is quietly taken over', () => {
  const { page } = drawn({ mode: 'page' });
  expect(takeOver(page)).toBe(false);
  expect(page.documentElement.dataset).toEqual({ mode: 'page', scripted: '' });
});

test('a page that was turned hides its words until they are those of its language', () => {
  const { page } = drawn({ turned: '' });
  expect(turnedTo(page)).toBe('ar');
  showWords(page);
  expect(turnedTo(page)).toBeNull();
});
