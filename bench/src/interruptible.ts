/** Why a program's work was given up, and the exit code that says so. */
class Interruption extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a program's work, which resolves with its exit code. SIGINT and SIGTERM abort the work's signal; the program ends once
 * the work has cleaned up. Errors are said on standard error.
 */
export async function runInterruptible(work: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const controller = new AbortController();
  // Again and again: a terminal and the program above may each pass it on, and neither must break off the cleaning.
  process.on('SIGINT', () => controller.abort(new Interruption('interrupted', 130)));
  process.on('SIGTERM', () => controller.abort(new Interruption('ended from outside', 143)));
  try {
    process.exitCode = await work(controller.signal);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof Interruption ? error.exitCode : 1;
  }
}
