import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { arch, cpus, loadavg, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import { chromiumPath } from '@mauzin/e2e';

/** What the figures were measured on: enough to compare two runs, nothing that names a machine or its owner. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Null where there is none. */
  readonly chromium: string | null;
  /** Of the minute before the bench. Figures taken above 0.5 were taken on a busy machine. */
  readonly loadAverage: number;
}

export async function describeMachine(): Promise<Machine> {
  const processors = cpus();
  return {
    cpu: plainCpuName(processors[0]?.model ?? 'unknown'),
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${systemName(await readFile('/etc/os-release', 'utf8').catch(() => ''))}, ${arch()}`,
    node: process.versions.node,
    chromium: await chromiumVersion(),
    loadAverage: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** Makers decorate the names of their processors. */
export const plainCpuName = (name: string): string =>
  name
    .replaceAll(/\((?:R|TM)\)/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The system's name from the text of os-release(5). */
export const systemName = (osRelease: string): string =>
  /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(osRelease)?.[1] ?? type();

async function chromiumVersion(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(chromiumPath(), ['--version'], { timeout: 10_000 });
    return /\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? null;
  } catch {
    return null;
  }
}
