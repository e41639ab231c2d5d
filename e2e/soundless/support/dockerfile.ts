/** One instruction of a Dockerfile, with what continues on further lines put together. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** A stage: from its FROM to the next one. */
export interface Stage {
  readonly name: string | null;
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** Reads as much of a Dockerfile as ours has: no here-documents, no other escape character. */
export function parseDockerfile(text: string): readonly Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/g, ' '))
    .filter((line) => line !== '');
  const stages: { name: string | null; from: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [word = '', ...others] = line.split(' ');
    const name = word.toUpperCase();
    const rest = others.join(' ');
    if (name === 'FROM') {
      const [, from = '', , stage] = /^(?:--\S+ )*(\S+)( AS (\S+))?$/i.exec(rest) ?? [];
      stages.push({ name: stage ?? null, from, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, rest });
  }
  return stages;
}

/** Arguments of the last instruction of that name: of two of them, the last one counts. */
export function lastOf(stage: Stage, name: string): string | null {
  return stage.instructions.findLast((one) => one.name === name)?.rest ?? null;
}

/** An instruction's list in brackets, without the options before it. @throws {SyntaxError} where there is none */
export const listOf = (rest: string): readonly string[] =>
  JSON.parse(rest.slice(rest.indexOf('['))) as readonly string[];

/** All that ENV sets in this stage, in the form `NAME=value …`. */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  const pairs = stage.instructions
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ rest }) => rest.split(' '))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return Object.fromEntries(pairs);
}
