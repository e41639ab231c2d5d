import { spawnSync } from 'node:child_process';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { type Child, run, startChild } from './children.ts';
import { chromiumPath } from './chromium.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';
import type { Faults } from './udp-forwarder.ts';

/** A machine on the network: programs started there see no other network. */
export interface Place {
  readonly address: string;
  /** What to start instead of a program, so that it runs there. */
  command(program: string, args: readonly string[]): readonly [program: string, args: readonly string[]];
  /** A script that starts Chromium there. */
  readonly chromium: string;
}

/**
 * Two machines with a router between, each a network namespace of Linux. All faults happen in the router: neither end can
 * see them but by what arrives. Sound goes by the sockets of files, past the network.
 */
export interface Network {
  readonly station: Place;
  readonly phone: Place;
  /** Loses UDP packets on their way to the phone by fair dice; 0 ends it. */
  lose(share: number): Promise<void>;
  /** Nothing passes any more, in either direction, TCP included, until {@link mend}. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** From now on UDP to this port of the station goes by a forwarder, in both directions; for connections made later. */
  forwardUdp(port: number, toPhone: Partial<Faults>): Promise<void>;
  /** The phone gets another address, as in another network; the old one is gone. */
  changePhoneAddress(): Promise<void>;
  /** Ends whatever still runs there, and removes all. Harmless when repeated. */
  close(): Promise<void>;
}

const PREFIX = 'mauzin';
const FORWARDER_PORT = 40_000;
const program = join(import.meta.dirname, 'udp-forwarder-program.ts');

/** Null where this machine lets a test make networks; otherwise why it does not. */
export async function canNetwork(): Promise<string | null> {
  if (process.platform !== 'linux')
    return 'networks with faults are made of namespaces, which only Linux has';
  if (process.getuid?.() !== 0) return 'only root may make networks';
  try {
    const network = await openNetwork();
    await network.close();
    return null;
  } catch (error) {
    return `networks cannot be made here (${String(error).slice(0, 200)})`;
  }
}

let opened = 0;

/** @throws where {@link canNetwork} says no */
export async function openNetwork(): Promise<Network> {
  await removeOrphans();
  opened += 1;
  const names = namesOf(`${PREFIX}-${process.pid}-${opened}`);
  const dir = await makeTemporaryDir('network');
  const atExit = (): void => removeNow(Object.values(names));
  process.once('exit', atExit);
  const close = async (): Promise<void> => {
    for (const name of Object.values(names)) await remove(name);
    await removeTemporaryDir(dir);
    process.off('exit', atExit);
  };
  try {
    await connect(names);
    return { ...(await machines(names, dir)), ...faultsOf(names, dir), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Names {
  readonly station: string;
  readonly router: string;
  readonly phone: string;
}

const namesOf = (name: string): Names => ({
  station: `${name}-station`,
  router: `${name}-router`,
  phone: `${name}-phone`,
});

/** Addresses that are free for documentation are used by nobody's network. */
const subnets = { station: '198.51.100', phone: '203.0.113' } as const;
const stationAddress = `${subnets.station}.2`;
const routerAddress = (side: keyof typeof subnets): string => `${subnets[side]}.1`;

const inside = (name: string, ...args: readonly string[]): Promise<string> =>
  run('ip', ['netns', 'exec', name, ...args]);
const rule = (router: string, ...args: readonly string[]): Promise<string> =>
  inside(router, 'iptables', ...args);

async function connect(names: Names): Promise<void> {
  for (const name of Object.values(names)) {
    await run('ip', ['netns', 'add', name]);
    await inside(name, 'ip', 'link', 'set', 'lo', 'up');
  }
  for (const side of ['station', 'phone'] as const) {
    const [here, router] = [names[side], names.router];
    const veth = ['type', 'veth', 'peer', 'name', side, 'netns', router];
    await run('ip', ['link', 'add', 'eth0', 'netns', here, ...veth]);
    await inside(router, 'ip', 'addr', 'add', `${routerAddress(side)}/24`, 'dev', side);
    await inside(router, 'ip', 'link', 'set', side, 'up');
    await inside(here, 'ip', 'link', 'set', 'eth0', 'up');
    await setAddress(names, side, 2);
  }
  await inside(names.router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
  await rule(names.router, '-L', 'FORWARD', '-n');
}

async function setAddress(names: Names, side: keyof typeof subnets, host: number): Promise<void> {
  const here = names[side];
  await inside(here, 'ip', 'addr', 'flush', 'dev', 'eth0');
  await inside(here, 'ip', 'addr', 'add', `${subnets[side]}.${host}/24`, 'dev', 'eth0');
  await inside(here, 'ip', 'route', 'add', 'default', 'via', routerAddress(side));
}

async function machines(names: Names, dir: string): Promise<Pick<Network, 'station' | 'phone'>> {
  const place = async (side: keyof typeof subnets): Promise<Place> => {
    const script = join(dir, `chromium-${side}`);
    await writeFile(script, `#!/bin/sh\nexec ip netns exec ${names[side]} '${chromiumPath()}' "$@"\n`);
    await chmod(script, 0o755);
    return {
      address: `${subnets[side]}.2`,
      command: (started, args) => ['ip', ['netns', 'exec', names[side], started, ...args]],
      chromium: script,
    };
  };
  return { station: await place('station'), phone: await place('phone') };
}

type NetworkFaults = Omit<Network, 'station' | 'phone' | 'close'>;

function faultsOf(names: Names, dir: string): NetworkFaults {
  const { router } = names;
  const dropAll = ['-j', 'DROP'];
  let lossRule: readonly string[] | null = null;
  let phoneHost = 2;
  return {
    async lose(share) {
      const before = lossRule;
      lossRule = null;
      if (before) await rule(router, '-D', 'FORWARD', ...before);
      if (share === 0) return;
      const dice = ['-m', 'statistic', '--mode', 'random', '--probability', String(share)];
      const next = ['-i', 'station', '-p', 'udp', ...dice, ...dropAll];
      await rule(router, '-A', 'FORWARD', ...next);
      lossRule = next;
    },
    async cut() {
      for (const chain of ['FORWARD', 'INPUT']) await rule(router, '-I', chain, ...dropAll);
    },
    async mend() {
      for (const chain of ['FORWARD', 'INPUT']) await rule(router, '-D', chain, ...dropAll);
    },
    async forwardUdp(port, toPhone) {
      await startForwarder(names, dir, port, toPhone);
      const toForwarder = ['-j', 'REDIRECT', '--to-ports', String(FORWARDER_PORT)];
      const wanted = ['-i', 'phone', '-p', 'udp', '-d', stationAddress, '--dport', String(port)];
      await rule(router, '-t', 'nat', '-A', 'PREROUTING', ...wanted, ...toForwarder);
      // Both ends try every way between them: the one past the forwarder must not exist.
      await rule(router, '-A', 'FORWARD', '-p', 'udp', ...dropAll);
    },
    async changePhoneAddress() {
      phoneHost += 1;
      await setAddress(names, 'phone', phoneHost);
    },
  };
}

/** Starts a forwarder in the router; resolves once it forwards. It ends with the network. */
async function startForwarder(
  names: Names,
  dir: string,
  port: number,
  toClients: Partial<Faults>,
): Promise<Child> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: program,
      target: 'node20',
      outDir: dir,
      emptyOutDir: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'udp-forwarder.mjs' } },
    },
  });
  const options = {
    target: { host: stationAddress, port },
    port: FORWARDER_PORT,
    bindAddress: '0.0.0.0',
    toClients,
  };
  const args = [join(dir, 'udp-forwarder.mjs'), JSON.stringify(options)];
  const child = startChild('ip', ['netns', 'exec', names.router, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise<void>((done, fail) => {
    child.process.stdout?.once('data', () => done());
    void child.exited.then(() => fail(new Error(`The forwarder ended: ${child.errors().trim()}`)));
  });
  return child;
}

/** Ends what runs in a namespace, and removes it with its interfaces and rules. */
async function remove(name: string): Promise<void> {
  const pids = await run('ip', ['netns', 'pids', name]).catch(() => '');
  for (const pid of pids.split('\n').filter(Boolean)) endProcess(Number(pid));
  await run('ip', ['netns', 'delete', name]).catch(() => undefined); // it has gone already
}

/** The same while this process ends, when nothing can be awaited any more. */
function removeNow(names: readonly string[]): void {
  for (const name of names) {
    const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
    for (const pid of (stdout ?? '').split('\n').filter(Boolean)) endProcess(Number(pid));
    spawnSync('ip', ['netns', 'delete', name]);
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** Removes what tests have left behind that were ended the hard way. */
async function removeOrphans(): Promise<void> {
  const names = await readdir('/run/netns').catch(() => []);
  for (const name of names) {
    const pid = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await remove(name);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
