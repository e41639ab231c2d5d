import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Place } from '@mauzin/e2e';

/**
 * A module in a process of its own, called over IPC. What is measured must not share a process with what measures it.
 * Calls map a name to a function of at most one argument; events map a name to what it carries. Both must be JSON.
 */
export type Calls = Record<string, (argument: never) => unknown>;
export type Events = object;

type Argument<C extends Calls, N extends keyof C> = Parameters<C[N]> extends [] ? [] : [Parameters<C[N]>[0]];
type Result<C extends Calls, N extends keyof C> = Awaited<ReturnType<C[N]>>;

export interface Remote<C extends Calls, E extends Events> {
  readonly pid: number;
  /** Rejects when the call failed there, or when the process is gone. */
  call<N extends keyof C & string>(name: N, ...argument: Argument<C, N>): Promise<Result<C, N>>;
  on<N extends keyof E & string>(name: N, listener: (event: E[N]) => void): void;
  /** Ends the process; resolves once it is gone. Idempotent. */
  readonly close: () => Promise<void>;
}

interface CallMessage {
  readonly call: number;
  readonly name: string;
  readonly argument: unknown;
}
type Reply =
  | { readonly reply: number; readonly result: unknown }
  | { readonly reply: number; readonly error: string }
  | { readonly event: string; readonly value: unknown };

interface Waiting {
  readonly done: (result: never) => void;
  readonly fail: (error: Error) => void;
}

const GRACE_MS = 3000;

export interface RemoteOptions {
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A machine on a network of the bench's; default: this one. */
  readonly place?: Place;
}

/** Starts a module, in TypeScript or bundled, that calls {@link serve}. Its output goes to standard error. */
export function startRemote<C extends Calls, E extends Events>(
  name: string,
  module: URL,
  options: RemoteOptions = {},
): Remote<C, E> {
  const nodeArgs = [
    ...(module.pathname.endsWith('.ts') ? ['--import', 'tsx'] : []),
    ...(options.execArgv ?? []),
  ];
  const [execPath, execArgv] = options.place?.command(process.execPath, nodeArgs) ?? [
    process.execPath,
    nodeArgs,
  ];
  const child = fork(fileURLToPath(module), [...(options.args ?? [])], {
    execPath,
    execArgv: [...execArgv],
    env: { ...process.env, ...options.env },
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, (value: never) => void>();
  let calls = 0;
  const gone = new Promise<void>((done) => {
    child.once('exit', (code, signal) => {
      for (const { fail } of waiting.values()) fail(new Error(`the ${name} ended (${signal ?? code})`));
      waiting.clear();
      done();
    });
    child.once('error', (error) => {
      for (const { fail } of waiting.values()) fail(error);
      if (child.pid === undefined) done();
    });
  });
  child.on('message', (message) => receive(message as Reply, waiting, listeners));
  const call = (called: string, argument: unknown): Promise<never> =>
    new Promise((done, fail) => {
      calls += 1;
      waiting.set(calls, { done, fail });
      if (!child.connected) return fail(new Error(`the ${name} is gone`));
      child.send(
        { call: calls, name: called, argument } satisfies CallMessage,
        (error) => error && fail(error),
      );
      return undefined;
    });
  return {
    pid: child.pid ?? 0,
    call: (called, ...[argument]) => call(called, argument),
    on: (event, listener) => void listeners.set(event, listener),
    close: () => end(child, gone),
  };
}

function receive(
  message: Reply,
  waiting: Map<number, Waiting>,
  listeners: Map<string, (value: never) => void>,
): void {
  if ('event' in message) return listeners.get(message.event)?.(message.value as never);
  const caller = waiting.get(message.reply);
  waiting.delete(message.reply);
  if ('error' in message) return caller?.fail(new Error(message.error));
  return caller?.done(message.result as never);
}

async function end(child: ChildProcess, gone: Promise<void>): Promise<void> {
  // Without its parent the module ends by itself, see `serve`.
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(timer);
}

/** The other side: answers calls until the parent is gone, then ends the process. */
export function serve<E extends Events>(
  handlers: Calls,
): <N extends keyof E & string>(event: N, value: E[N]) => void {
  const send = (message: Reply): void => void (process.connected && process.send?.(message));
  process.on('message', (message) => {
    const { call, name, argument } = message as CallMessage;
    const handler = handlers[name];
    Promise.resolve()
      .then(() => handler?.(argument as never))
      .then(
        (result) => send({ reply: call, result }),
        (error: unknown) =>
          send({ reply: call, error: String(error instanceof Error ? error.message || error.stack : error) }),
      );
  });
  // Native threads of WebRTC keep a process alive; nothing is left to be done without the parent.
  process.once('disconnect', () => process.exit(0));
  return (event, value) => send({ event, value });
}
