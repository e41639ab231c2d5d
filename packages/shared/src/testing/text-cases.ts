import { directionOf, type PageLanguage } from '../texts/index.ts';

interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** All texts in a tree of them, in their order, each with its path (`button.save`). */
const leavesOf = (tree: object, at = ''): readonly Leaf[] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leavesOf(value, `${at}${key}.`)
      : [{ path: `${at}${key}`, text: typeof value === 'string' ? value : '' }],
  );

/** The `{places}` in a text, in the order of the alphabet. */
const placesIn = (text: string): string => (text.match(/\{\w+\}/g) ?? []).sort().join();

const isLike = (one: Leaf | undefined, english: Leaf | undefined): boolean =>
  one !== undefined &&
  english !== undefined &&
  one.path === english.path &&
  one.text.trim() !== '' &&
  placesIn(one.text) === placesIn(english.text);

/** What must hold of a screen's texts in one language. */
interface TextRule {
  /** As it ends the name of a test. */
  readonly name: string;
  readonly holdsFor: (language: PageLanguage) => boolean;
  /** The texts that break it, or the paths of those that are missing. */
  readonly broken: (texts: readonly Leaf[], english: readonly Leaf[]) => readonly (Leaf | undefined)[];
}

const rules: readonly TextRule[] = [
  {
    name: 'every text is there, with the places of the English one',
    holdsFor: () => true,
    broken: (texts, english) =>
      Array.from({ length: Math.max(texts.length, english.length) }, (_, at) => at)
        .filter((at) => !isLike(texts[at], english[at]))
        .map((at) => texts[at] ?? english[at]),
  },
  {
    name: 'is written in its own letters',
    holdsFor: (language) => directionOf(language) === 'rtl',
    broken: (texts) => texts.filter(({ text }) => !/[\u0600-\u06ff]/.test(text)),
  },
  {
    name: 'no mark is torn from its word at the end of a line',
    holdsFor: (language) => language === 'fr',
    broken: (texts) => texts.filter(({ text }) => / [?!;:»]|« /.test(text)),
  },
  {
    name: 'is not left in English',
    holdsFor: (language) => language !== 'en',
    broken: (texts, english) => {
      const spoken = new Set(english.map(({ text }) => text));
      // Some short ones are the same in several languages: `Version {version}`.
      return texts.filter(({ text }) => spoken.has(text) && text.split(' ').length > 3);
    },
  },
];

/**
 * What must hold of texts, as rows for `test.each`: area, language, rule, and the texts that break it.
 * @param areas each screen's texts in all its languages
 */
export const textCases = <L extends PageLanguage>(
  areas: Readonly<Record<string, Readonly<Record<L | 'en', object>>>>,
  languages: readonly L[],
): readonly (readonly [string, L, string, readonly string[]])[] =>
  Object.entries(areas).flatMap(([area, texts]) =>
    languages.flatMap((language) =>
      rules
        .filter(({ holdsFor }) => holdsFor(language))
        .map(({ name, broken }) => {
          const found = broken(leavesOf(texts[language]), leavesOf(texts.en));
          return [area, language, name, found.map((leaf) => `${leaf?.path}: ${leaf?.text}`)] as const;
        }),
    ),
  );
