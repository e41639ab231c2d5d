import type { BenchFolder } from '../bench-folder.ts';
import type { Description } from '../description.ts';
import type { NotJudged } from './findings.ts';
import type { Side } from './in-turns.ts';

export interface Choice {
  readonly chosen: readonly Description[];
  /** What could be expected to be compared and is not. */
  readonly left: readonly NotJudged[];
}

/**
 * The benches that are compared: those asked for, else the quick ones, as the new commit describes them. Each commit is
 * measured by benches of its own, since a bench knows the insides of its commit; so what one of them lacks is left out.
 * @throws when a bench is asked for that is not there
 */
export async function choose(
  { base, head }: Readonly<Record<Side, BenchFolder>>,
  wanted: readonly string[],
): Promise<Choice> {
  const known = (await head.names()) ?? [];
  const knownAtBase = await base.names();
  const strange = wanted.find((name) => !known.includes(name));
  if (strange !== undefined) throw new Error(`There is no bench ${strange}. There are: ${known.join(', ')}`);
  const chosen: Description[] = [];
  const left: NotJudged[] = [];
  const leave = (bench: string, reason: string): void => void left.push({ bench, reason, broken: false });
  for (const name of wanted.length > 0 ? wanted : known) {
    const description = await head.describe(name);
    if (wanted.length === 0 && description.quick === null) continue;
    if (description.whyNot !== null) leave(name, description.whyNot);
    else if (knownAtBase?.includes(name) === false) leave(name, 'the base does not have it');
    else chosen.push(description);
  }
  for (const name of knownAtBase ?? []) {
    if (!known.includes(name)) leave(name, 'the new commit does not have it');
  }
  return { chosen, left };
}
