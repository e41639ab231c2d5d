import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { EngineState } from '@mauzin/desktop-contract';

import { type Child, startChild } from './children.ts';
import { freePort } from './free-port.ts';
import type { Place } from './network.ts';
import type { SignalServer } from './signal-server.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';

const program = join(import.meta.dirname, '..', '..', 'apps', 'desktop', 'out', 'main', 'headless.js');

/** The broadcaster without a window: service, fan-out and a sample that repeats, in one process. */
export interface Headless {
  readonly link: string;
  /** Port of the broadcaster's page by TCP, and of its sound by UDP. */
  readonly port: number;
  /** What the broadcaster said last of itself; null before it has. */
  state(): EngineState | null;
  /** Stands still, sockets and all, as a machine does whose processor is taken away. */
  pause(): void;
  resume(): void;
  /** The hard way, as when the power goes. */
  kill(): Promise<void>;
  /** Starts the broadcaster again, on the same port, with the same station; resolves once it is on the air. */
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
  /** A station on a server, instead of a service of its own. */
  readonly remote?: Pick<SignalServer, 'url' | 'station' | 'key'>;
}

export async function startHeadless(
  stationName: string,
  { accessCode, file, place, remote }: HeadlessOptions = {},
): Promise<Headless> {
  const data = await makeTemporaryDir('headless');
  const port = await freePort();
  let child: Child | null = null;
  let link = '';
  let state: EngineState | null = null;

  const start = async (): Promise<void> => {
    const args = [program, '--json', '--port', String(port), '--data', data, '--station-name', stationName];
    if (file !== undefined) args.push('--file', file);
    if (accessCode !== undefined) args.push('--access-code', accessCode);
    if (remote) args.push('--server', remote.url, '--station', remote.station, '--key', remote.key);
    const [command, rest] = place?.command(process.execPath, args) ?? [process.execPath, args];
    const started = startChild(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    link = await onTheAir(started, (said) => (state = said));
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
    link: remote ? link : `http://${place?.address ?? '127.0.0.1'}:${port}${new URL(link).pathname}`,
    state: () => state,
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

/** The listeners' link, once the program says that it is on the air; what it says is read to its end. */
function onTheAir(child: Child, told: (state: EngineState) => void): Promise<string> {
  const { stdout } = child.process;
  if (stdout === null) throw new Error('The program has no output to read');
  return new Promise((done, fail) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { event: string } & EngineState;
      if (said.event !== 'state') return;
      told(said);
      if (said.air.name === 'live' && said.link !== null) done(said.link);
    });
    void child.exited.then(() => fail(new Error(`The program ended: ${child.errors()}`)));
  });
}
