import { type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Child, run, startChild } from './children.ts';
import { freePort } from './free-port.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';

const program = join(import.meta.dirname, '..', '..', 'apps', 'signal', 'dist', 'cli.js');
const startedWithinMs = 15_000;

/** The signaling service as a program of its own, with a database, as on a server. */
export interface SignalServer {
  readonly url: string;
  readonly port: number;
  readonly station: string;
  readonly key: string;
  readonly link: string;
  /** The process id of the service itself. @throws while it does not run */
  pid(): number;
  /** The process ids of the relays, which forward sound. */
  relayPids(): Promise<readonly number[]>;
  /** The admin's commands on its database; resolves with what they print. */
  admin(...args: readonly string[]): Promise<string>;
  /** The hard way, as when the power goes. */
  kill(): Promise<void>;
  /** As a service manager ends it; resolves with the exit code once it is gone. */
  terminate(): Promise<number>;
  /** Starts the service again, on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface SignalServerOptions {
  /** Variables of the configuration, besides port, host and database. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function startSignalServer({ env = {} }: SignalServerOptions = {}): Promise<SignalServer> {
  const dir = await makeTemporaryDir('server');
  const port = await freePort();
  const station = 'noor';
  const url = `http://127.0.0.1:${port}`;
  const variables = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    MAUZIN_DATABASE: `file:${join(dir, 'mauzin.db')}`,
    MAUZIN_METRICS_PORT: '0',
    ...env,
  };
  const admin = (...args: readonly string[]): Promise<string> =>
    run(process.execPath, [program, ...args], { env: variables });
  let child: Child | null = null;

  const start = async (): Promise<void> => {
    const started = startChild(process.execPath, [program, 'serve'], { env: variables });
    child = started;
    await answers(started, `${url}/healthz`);
  };
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    running?.process.kill('SIGKILL');
    await running?.exited;
  };
  const pid = (): number => pidOf(child?.process ?? null);
  const key = keyIn(
    await admin('station', 'add', station, '--name', 'Masjid an-Noor', '--language', 'ar', '--json'),
  );
  await start();
  return {
    url,
    port,
    station,
    key,
    link: `${url}/s/${station}`,
    pid,
    relayPids: () => childrenOf(pid()),
    admin,
    kill,
    async terminate() {
      const running = child;
      child = null;
      running?.process.kill('SIGTERM');
      return (await running?.exited) ?? 0;
    },
    start,
    async close() {
      await kill();
      await removeTemporaryDir(dir);
    },
  };
}

function keyIn(json: string): string {
  const { key } = JSON.parse(json) as { key?: { key?: unknown } };
  if (typeof key?.key !== 'string') throw new Error(`No key in: ${json}`);
  return key.key;
}

async function answers(child: Child, url: string): Promise<void> {
  const deadline = performance.now() + startedWithinMs;
  const { process: started } = child;
  while (started.exitCode === null && started.signalCode === null && performance.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    if (response?.status === 200) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`The service does not answer: ${child.errors()}`);
}

function pidOf(child: ChildProcess | null): number {
  if (child?.pid === undefined) throw new Error('The service does not run');
  return child.pid;
}

async function childrenOf(parent: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${parent}/task`);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${parent}/task/${task}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
