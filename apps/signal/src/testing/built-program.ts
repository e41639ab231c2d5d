import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

/** The built program, in a folder with nothing beside it but what has native parts. */
export class BuiltProgram {
  readonly dir: string;
  readonly #children: ChildProcess[] = [];

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async build(): Promise<BuiltProgram> {
    const dir = await mkdtemp(join(tmpdir(), 'mauzin-signal-'));
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const outDir = join(dir, 'program');
    await build({ root, configFile: join(root, 'vite.config.ts'), build: { outDir }, logLevel: 'error' });
    await writeFile(join(dir, 'package.json'), '{"type":"module"}');
    await mkdir(join(dir, 'node_modules', '@libsql'), { recursive: true });
    for (const name of ['@libsql/client', 'node-datachannel'])
      await symlink(join(root, 'node_modules', name), join(dir, 'node_modules', name));
    return new BuiltProgram(dir);
  }

  run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, ['program/cli.js', ...args], {
      cwd: this.dir,
      env: { PATH: process.env['PATH'], MAUZIN_METRICS_PORT: '0', ...env },
    });
    this.#children.push(child);
    const output = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
    return { child, output, ended };
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await rm(this.dir, { recursive: true });
  }
}
