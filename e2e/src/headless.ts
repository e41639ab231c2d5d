import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { type Child, startChild } from './children.ts';
import { freePort } from './free-port.ts';
import type { Place } from './network.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';

const program = join(import.meta.dirname, '..', '..', 'apps', 'desktop', 'out', 'main', 'headless.js');

/** The broadcaster without a window: service, fan-out and a sample that repeats, in one process. */
export interface Headless {
  readonly link: string;
  /** Of its page by TCP, and of its sound by UDP. */
  readonly port: number;
  /** Stands still, sockets and all, as a machine does whose processor is taken away. */
  pause(): void;
  resume(): void;
  /** The hard way, as when the power goes. */
  kill(): Promise<void>;
  /** Again, on the same port, with the same station; resolves once it is on the air. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface HeadlessOptions {
  /** An Ogg Opus file that repeats; default: the sample. */
  readonly file?: string;
  /** Makes the station private. */
  readonly accessCode?: string;
  /** A machine on a network of the test's; default: this one. */
  readonly place?: Place;
}

export async function startHeadless(
  stationName: string,
  { accessCode, file, place }: HeadlessOptions = {},
): Promise<Headless> {
  const data = await makeTemporaryDir('headless');
  const port = await freePort();
  let child: Child | null = null;
  let link = '';

  const start = async (): Promise<void> => {
    const args = [program, '--json', '--port', String(port), '--data', data, '--station-name', stationName];
    if (file !== undefined) args.push('--file', file);
    if (accessCode !== undefined) args.push('--access-code', accessCode);
    const [command, rest] = place?.command(process.execPath, args) ?? [process.execPath, args];
    const started = startChild(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    link = await onTheAir(started);
  };
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    running?.process.kill('SIGKILL');
    await running?.exited;
  };
  await start();
  return {
    port,
    link: `http://${place?.address ?? '127.0.0.1'}:${port}${new URL(link).pathname}`,
    pause: () => void child?.process.kill('SIGSTOP'),
    resume: () => void child?.process.kill('SIGCONT'),
    kill,
    start,
    async close() {
      await kill();
      await removeTemporaryDir(data);
    },
  };
}

/** The listeners' link, once the program says that it is on the air. */
async function onTheAir(child: Child): Promise<string> {
  const { stdout } = child.process;
  if (stdout === null) throw new Error('The program has no output to read');
  try {
    for await (const line of createInterface({ input: stdout })) {
      const said = JSON.parse(line) as { event: string; link?: string | null; air?: { name: string } };
      if (said.air?.name === 'live' && said.link) return said.link;
    }
  } finally {
    // What follows is not read, and must not fill the pipe: whoever writes into a full one stands still.
    stdout.resume();
  }
  throw new Error(`The program ended: ${child.errors()}`);
}
