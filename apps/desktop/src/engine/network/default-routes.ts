import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Interfaces } from './lan-address.ts';

/** Longest that a system's program may take, ms. */
const patienceMs = 5_000;
const run = promisify(execFile);

/**
 * Which adapters hold a default route, the preferred one first: by their names, or on Windows by their addresses. Node does not tell, so
 * each system's own table is read. Empty where it cannot be. Never rejects.
 */
export async function readDefaultRoutes(): Promise<readonly string[]> {
  try {
    if (process.platform === 'linux') return await readLinux();
    if (process.platform === 'darwin') return await readMac();
    return process.platform === 'win32' ? await readWindows() : [];
  } catch {
    return [];
  }
}

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function readLinux(): Promise<readonly string[]> {
  const [v4, v6] = await Promise.all([read('/proc/net/route'), read('/proc/net/ipv6_route')]);
  return routesOfLinux(v4, v6);
}

async function readMac(): Promise<readonly string[]> {
  const { stdout } = await run('/usr/sbin/netstat', ['-rn'], { timeout: patienceMs });
  return routesOfMac(stdout, Object.keys(networkInterfaces()));
}

async function readWindows(): Promise<readonly string[]> {
  const program = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'route.exe');
  const { stdout } = await run(program, ['print'], { timeout: patienceMs, windowsHide: true });
  return routesOfWindows(stdout, networkInterfaces());
}

/** `RTF_UP` and `RTF_REJECT` (linux/route.h). */
const up = 0x1;
const reject = 0x200;

/**
 * Of `/proc/net/route` and `/proc/net/ipv6_route` (proc_net(5)), main table: what a tunnel that takes everything keeps in tables of its
 * own is not there.
 */
export function routesOfLinux(v4: string, v6: string): readonly string[] {
  const rows = (table: string): readonly string[][] =>
    table.split('\n').map((line) => line.trim().split(/\s+/));
  const found = [
    ...rows(v4).map(([name, to, , flags, , , metric, mask]) => ({
      name,
      isDefault: to === '00000000' && mask === '00000000',
      flags: Number.parseInt(flags ?? '', 16),
      metric: Number(metric),
    })),
    ...rows(v6).map(([to, bits, , , , metric, , , flags, name]) => ({
      name,
      isDefault: /^0{32}$/.test(to ?? '') && bits === '00',
      flags: Number.parseInt(flags ?? '', 16),
      metric: Number.parseInt(metric ?? '', 16),
    })),
  ];
  return found
    .filter(
      ({ flags, isDefault, name }) =>
        isDefault && name !== 'lo' && (flags & up) !== 0 && (flags & reject) === 0,
    )
    .sort((a, b) => a.metric - b.metric)
    .map(({ name }) => name ?? '');
}

/** Of `netstat -rn`: the first rows of a destination are preferred. In which column the adapter stands differs by version. */
export const routesOfMac = (table: string, adapters: readonly string[]): readonly string[] =>
  table
    .split('\n')
    .filter((line) => /^default\s/.test(line))
    .flatMap((line) => line.split(/\s+/).filter((word) => adapters.includes(word)));

/**
 * Of `route print`, in whatever language its heads are: rows of IPv4 end in the adapter's own address and the metric; those of IPv6 begin
 * with the adapter's number, which stands as the zone of its link-local address, and the metric.
 */
export function routesOfWindows(table: string, interfaces: Interfaces): readonly string[] {
  const infos = Object.values(interfaces).flatMap((all) => all ?? []);
  const own = new Set(infos.map(({ address }) => address));
  const found = table.split('\n').flatMap((line): { route: string; metric: number }[] => {
    const words = line.trim().split(/\s+/);
    const metric = Number(words.at(-1));
    const address = words.at(-2) ?? '';
    if (words[0] === '0.0.0.0' && words[1] === '0.0.0.0') {
      return own.has(address) && Number.isInteger(metric) ? [{ route: address, metric }] : [];
    }
    if (words[2] !== '::/0') return [];
    const zone = Number(words[0]);
    const holder = infos.find((info) => info.family === 'IPv6' && info.scopeid === zone);
    return holder ? [{ route: holder.address, metric: Number(words[1]) }] : [];
  });
  return found.sort((a, b) => a.metric - b.metric).map(({ route }) => route);
}
