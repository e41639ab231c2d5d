import { parseArgs } from 'node:util';

/** A whole number on the command line. */
export interface NumberOption {
  readonly meaning: string;
  readonly preset: number;
  readonly least: number;
  readonly most: number;
}

export type NumberOptions<O extends string> = Readonly<Record<O, NumberOption>>;

export interface CommandLine<O extends string> {
  readonly json: boolean;
  readonly help: boolean;
  readonly describe: boolean;
  readonly numbers: Readonly<Record<O, number>>;
}

/** Reads the arguments after the bench's name. @throws with a sentence for people when they make no sense */
export function readCommandLine<O extends string>(
  args: readonly string[],
  options: NumberOptions<O>,
): CommandLine<O> {
  const names = Object.keys(options) as O[];
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      describe: { type: 'boolean', default: false },
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    },
  });
  const given: Readonly<Record<string, string | boolean | undefined>> = values;
  const numbers = Object.fromEntries(
    names.map((name) => [name, readNumber(name, options[name], given[name])]),
  ) as Record<O, number>;
  return { json: values.json, help: values.help, describe: values.describe, numbers };
}

function readNumber(name: string, option: NumberOption, given: string | boolean | undefined): number {
  if (given === undefined) return option.preset;
  const value = Number(given);
  if (given === '' || !Number.isInteger(value) || value < option.least || value > option.most) {
    throw new Error(`--${name} takes a whole number from ${option.least} to ${option.most}, not "${given}"`);
  }
  return value;
}

/** What `--help` prints. */
export function usage(bench: string, options: NumberOptions<string>): string {
  const lines = Object.entries(options).map(
    ([name, option]) => `  --${name} N`.padEnd(28) + `${option.meaning} (${option.preset})`,
  );
  return [
    `pnpm bench ${bench}`,
    '  --json                    one JSON object instead of a table',
    '  --describe                its figures, and how long it takes, as one JSON object; nothing is measured',
    ...lines,
    '',
  ].join('\n');
}
