import { spawn } from 'node:child_process';

/** How a program ended, and what it printed. */
export interface Ended {
  /** 128 where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface OwnGroupOptions {
  readonly cwd: string;
  /** Interrupts the program and all that it started, as Ctrl-C does in a terminal. */
  readonly signal: AbortSignal;
  /** Called with what it prints on standard error, as it comes. */
  readonly onError?: (text: string) => void;
}

/** Benches close what they opened within 10 s; what takes longer is killed. */
const GRACE_MS = 15_000;

/**
 * Runs a program in a process group of its own, so that an interruption reaches it and its children once each. Resolves when
 * it has ended and all of them have closed its output. @throws the signal's reason when interrupted, once all have ended
 */
export async function runInOwnGroup(
  command: string,
  args: readonly string[],
  { cwd, signal, onError }: OwnGroupOptions,
): Promise<Ended> {
  signal.throwIfAborted();
  const child = spawn(command, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text;
    onError?.(text);
  });
  const tell = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // The whole group has ended.
    }
  };
  const interrupt = (): void => {
    tell('SIGINT');
    killTimer = setTimeout(() => tell('SIGKILL'), GRACE_MS);
  };
  let killTimer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', interrupt);
  try {
    const code = await new Promise<number>((done, fail) => {
      child.once('error', fail);
      child.once('close', (exitCode) => done(exitCode ?? 128));
    });
    signal.throwIfAborted();
    return { code, ...printed };
  } finally {
    clearTimeout(killTimer);
    signal.removeEventListener('abort', interrupt);
  }
}
