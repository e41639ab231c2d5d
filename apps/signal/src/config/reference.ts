import { chapters } from './variables.ts';
import type { AnyVariable } from './variable.ts';

/** Between these two lines of docs/configuration.md stands what is made from the table. */
const begin = '<!-- variables: made from the code; see the end of this page -->';
const end = '<!-- /variables -->';

function rowOf({ name, kind, fallbackText, meaning, secret }: AnyVariable): string {
  const cells = [`\`${name}\``, fallbackText, kind.range, secret ? `${meaning} **Secret.**` : meaning];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const tables = (): string =>
  chapters
    .map(({ title, variables }) =>
      [
        `## ${title}`,
        '',
        '| variable | default | range | meaning |',
        '| --- | --- | --- | --- |',
        ...variables.map(rowOf),
      ].join('\n'),
    )
    .join('\n\n');

/**
 * The page with its tables as the code has them.
 * @throws Error when the page has lost the place for them
 */
export function withReference(page: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page needs the lines ${begin} and ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${tables()}\n\n${page.slice(to)}`;
}
