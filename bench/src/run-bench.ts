import { describeMachine } from './machine.ts';
import { type NumberOptions, readCommandLine, usage } from './options.ts';
import type { Description } from './description.ts';
import { type FigureInfos, toJson, toTable } from './report.ts';
import { significant } from './statistics.ts';

export interface BenchContext<O extends string> {
  readonly options: Readonly<Record<O, number>>;
  /** Tells a person what is happening, on standard error. */
  readonly progress: (text: string) => void;
  /** To be called when the bench ends, however it ends; the last one first. Whoever opens something says so at once. */
  readonly defer: (close: () => unknown) => void;
}

export interface Bench<F extends string, O extends string> {
  readonly name: string;
  readonly figures: FigureInfos<F>;
  readonly options: NumberOptions<O>;
  /** A time longer than the bench ever takes: what hangs is ended and is a failure. */
  readonly limitSeconds: (options: Readonly<Record<O, number>>) => number;
  /** About how long the bench takes on two cores, from its start to its end: what people are told before they wait. */
  readonly takesSeconds: (options: Readonly<Record<O, number>>) => number;
  /**
   * Options with which it is short and steady enough to be run for every change, by `pnpm bench compare` without names;
   * null: it is not.
   */
  readonly quick: Partial<Readonly<Record<O, number>>> | null;
  /** Why the bench cannot run on this machine; null where it can. Left out: it runs wherever the tests do. */
  readonly whyNot?: () => Promise<string | null>;
  /** A figure left out was not asked for; one that could not be measured is an error. */
  run(context: BenchContext<O>): Promise<Partial<Record<F, number>>>;
}

/** Longest wait for what was opened to close. */
const CLOSE_LIMIT_MS = 10_000;

/** Runs a bench as a program: one JSON object or a table on standard output, everything else on standard error. */
export function runBench<F extends string, O extends string>(bench: Bench<F, O>): void {
  const closers: (() => unknown)[] = [];
  let ending = false;
  const end = async (code: number, complaint?: string): Promise<void> => {
    if (ending) return;
    ending = true;
    if (complaint !== undefined) say(`${bench.name}: ${complaint}`);
    await closeAll(closers);
    process.exit(code);
  };
  // Again and again: a terminal and the program above may each pass it on.
  process.on('SIGINT', () => void end(130, 'interrupted'));
  process.on('SIGTERM', () => void end(143, 'ended from outside'));
  process.once('uncaughtException', (error) => void end(1, error.stack));
  measure(bench, closers).then(
    () => end(0),
    (error: unknown) => end(1, whatWentWrong(error)),
  );
}

async function measure<F extends string, O extends string>(
  bench: Bench<F, O>,
  closers: (() => unknown)[],
): Promise<void> {
  const { json, help, describe, numbers } = readCommandLine(process.argv.slice(2), bench.options);
  if (help) return print(usage(bench.name, bench.options));
  const whyNot = (await bench.whyNot?.()) ?? null;
  if (describe) return print(`${JSON.stringify(description(bench, numbers, whyNot))}\n`);
  if (whyNot !== null) throw new Error(whyNot);
  const machine = await describeMachine();
  const measured = await Promise.race([
    bench.run({ options: numbers, progress: say, defer: (close) => closers.push(close) }),
    tooLong(bench.limitSeconds(numbers)),
  ]);
  const names = (Object.keys(bench.figures) as F[]).filter((name) => measured[name] !== undefined);
  const figures = Object.fromEntries(names.map((name) => [name, significant(measured[name] ?? Number.NaN)]));
  const report = { bench: bench.name, figures, machine };
  return print(json ? `${toJson(report)}\n` : toTable(report, bench.figures));
}

/** @throws when its quick options are not ones that it takes */
function description<F extends string, O extends string>(
  { name, figures, options, quick, takesSeconds }: Bench<F, O>,
  numbers: Readonly<Record<O, number>>,
  whyNot: string | null,
): Description {
  const quickArguments = Object.entries<number | undefined>(quick ?? {}).map(
    ([option, value]) => `--${option}=${value}`,
  );
  const quickNumbers = readCommandLine(quickArguments, options).numbers;
  return {
    bench: name,
    figures,
    quick,
    takesSeconds: Math.round(takesSeconds(numbers)),
    quickSeconds: quick === null ? null : Math.round(takesSeconds(quickNumbers)),
    whyNot,
  };
}

/** Errors that gather others have no message of their own. */
const whatWentWrong = (error: unknown): string =>
  error instanceof Error ? error.message || (error.stack ?? error.name) : String(error);

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Resolves once the text is written: `process.exit()` does not wait for pipes. */
const print = (text: string): Promise<void> =>
  new Promise((done, fail) => process.stdout.write(text, (error) => (error ? fail(error) : done())));

const tooLong = (seconds: number): Promise<never> =>
  new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`not done after ${seconds} s`)), seconds * 1000).unref();
  });

async function closeAll(closers: (() => unknown)[]): Promise<void> {
  const deadline = new Promise((done) => setTimeout(done, CLOSE_LIMIT_MS).unref());
  const closing = async (): Promise<void> => {
    for (const close of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        say(`closing: ${String(error)}`);
      }
    }
  };
  await Promise.race([closing(), deadline]);
}
