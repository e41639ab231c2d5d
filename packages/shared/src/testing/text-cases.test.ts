import { expect, test } from 'vitest';

import type { PageLanguage } from '../texts/index.ts';
import { textCases } from './text-cases.ts';

const en = { button: { save: 'Save', cancel: 'Cancel' }, hint: 'Heard by {count} phones of yours' };
const ar = { button: { save: 'حفظ', cancel: 'إلغاء' }, hint: 'تسمعه {count} من الهواتف' };
const fr = { button: { save: 'Enregistrer', cancel: 'Annuler' }, hint: 'Entendu par {count} téléphones' };

/** The rules that texts break, with what breaks them. */
const brokenIn = (language: PageLanguage, texts: object): readonly string[] =>
  textCases({ area: { en, ar, fr, [language]: texts } as Record<PageLanguage, object> }, [language])
    .filter(([, , , broken]) => broken.length > 0)
    .map(([, , rule, broken]) => `${rule} – ${broken.join(', ')}`);

const whole = 'every text is there, with the places of the English one';

test.each<[string, PageLanguage, object, readonly string[]]>([
  ['whole', 'ar', ar, []],
  ['whole', 'fr', fr, []],
  ['whole', 'en', en, []],
  ['a text is missing', 'fr', { button: fr.button }, [`${whole} – hint: ${en.hint}`]],
  ['a text too many', 'fr', { ...fr, more: 'Plus' }, [`${whole} – more: Plus`]],
  ['an empty text', 'fr', { ...fr, hint: ' ' }, [`${whole} – hint:  `]],
  ['no text', 'fr', { ...fr, hint: undefined }, [`${whole} – hint: `]],
  ['a place is missing', 'fr', { ...fr, hint: 'Entendu' }, [`${whole} – hint: Entendu`]],
  [
    'another order',
    'fr',
    { hint: fr.hint, button: fr.button },
    [`${whole} – hint: ${fr.hint}, button.save: Enregistrer, button.cancel: Annuler`],
  ],
  [
    'foreign letters',
    'ar',
    { ...ar, button: { ...ar.button, save: 'Save' } },
    ['is written in its own letters – button.save: Save'],
  ],
  [
    'a torn mark',
    'fr',
    { ...fr, hint: 'Entendu par {count} ?' },
    ['no mark is torn from its word at the end of a line – hint: Entendu par {count} ?'],
  ],
  ['left in English', 'fr', { ...fr, hint: en.hint }, [`is not left in English – hint: ${en.hint}`]],
])('%s (%s)', (_name, language, texts, broken) => {
  expect(brokenIn(language, texts)).toEqual(broken);
});
