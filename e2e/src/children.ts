import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

/**
 * Child processes of the harness. Nothing here is synchronous: a blocked event loop would silence whatever
 * forwards sound in this process. Whoever ends up still running when the process ends is ended with it.
 */
const running = new Set<ChildProcess>();

export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the exit code (a signal's end is -1) once the process is gone and its output is read. */
  readonly exited: Promise<number>;
  /** What it wrote to its error output so far, at most the last 64 KiB. */
  errors(): string;
  /** Ends it, at first politely, after `graceMs` for certain; resolves when it is gone. */
  stop(graceMs?: number): Promise<number>;
}

const OUTPUT_LIMIT = 64 * 1024;

/** Starts a program; rejects nothing by itself: a program that is missing shows as exit code -1 and in `errors()`. */
export function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
  running.add(child);
  let errors = '';
  child.stderr?.on('data', (data: Buffer) => {
    errors = (errors + data.toString()).slice(-OUTPUT_LIMIT);
  });
  const exited = new Promise<number>((done) => {
    const gone = (code: number | null): void => {
      running.delete(child);
      done(code ?? -1);
    };
    child.once('close', gone);
    child.once('error', (error) => {
      errors += `${command}: ${error.message}`;
      if (child.pid === undefined) gone(-1);
    });
  });
  return {
    process: child,
    exited,
    errors: () => errors,
    async stop(graceMs = 2000) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      const code = await exited;
      clearTimeout(timer);
      return code;
    },
  };
}

/** Runs a program to its end and returns what it printed; throws with its own words when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  return (await runForBytes(command, args, options)).toString('utf8');
}

/** As {@link run}, for programs that print sound. */
export async function runForBytes(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Buffer> {
  const child = startChild(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.process.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await child.exited;
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${child.errors().trim()}`);
  return Buffer.concat(chunks);
}

function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
process.once('exit', endAll);
process.once('SIGTERM', () => {
  endAll();
  process.exit(143);
});
