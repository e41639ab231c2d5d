import { type ChildProcess, fork } from 'node:child_process';

import type { Batch, FromProcess, ToProcess } from './ipc.ts';
import { BatchSender } from './batch-sender.ts';

export interface ForkOptions {
  readonly program: string;
  readonly execArgv: readonly string[];
  readonly onMessage: (message: FromProcess) => void;
  /** The process has ended, or never began; called once. `trace`: the last that it wrote to its standard error. */
  readonly onExit: (exit: {
    readonly code: number | null;
    readonly signal: string | null;
    readonly trace: string;
  }) => void;
}

/** The part of a forked process that is needed here. */
export interface Forked {
  readonly pid: number | null;
  post(message: ToProcess): void;
  /** Asks the process to end, and kills it when it does not end in time. Resolves when it has ended. Idempotent. */
  end(): Promise<void>;
}

/** From asking a process to end until it is killed, ms. */
const endWithinMs = 2_000;
const mostTraceChars = 2_000;

/** What a process needs of this one's environment: no key, token or debugger's port gets into it. */
const inherited = [
  'PATH',
  'HOME',
  'LANG',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LD_LIBRARY_PATH',
  'SystemRoot',
  'NODE_ENV',
];

export function forkProcess({ execArgv, onExit, onMessage, program }: ForkOptions): Forked {
  const child: ChildProcess = fork(program, [], {
    serialization: 'advanced',
    execArgv: [...execArgv],
    env: Object.fromEntries(inherited.flatMap((name) => named(name, process.env[name]))),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const batches = new BatchSender<ToProcess>((batch: Batch<ToProcess>) => {
    // A failed send needs no handling here: the process's exit tells of it.
    if (child.connected) child.send(batch, () => undefined);
  });
  let trace = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    trace = (trace + chunk.toString()).slice(-mostTraceChars);
  });
  child.on('message', (batch: Batch<FromProcess>) => {
    for (const message of batch) onMessage(message);
  });
  const gone = new Promise<void>((resolve) => {
    let told = false;
    const tell = (code: number | null, signal: string | null): void => {
      if (told) return;
      told = true;
      resolve();
      onExit({ code, signal, trace: trace.trim() });
    };
    child.once('exit', tell);
    child.on('error', (error) => {
      trace ||= error.message;
      // The process could not be started at all: there will be no exit.
      if (child.pid === undefined) tell(null, null);
    });
  });
  const end = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
    await gone;
    clearTimeout(timer);
  };
  return { pid: child.pid ?? null, post: (message) => batches.post(message), end };
}

const named = (name: string, value: string | undefined): [string, string][] =>
  value === undefined ? [] : [[name, value]];
