import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { git } from '../git.ts';
import { type Ended, runInOwnGroup } from '../own-group.ts';
import type { Findings } from './findings.ts';

/** A repository of its own with one bench, for tests of the whole of `pnpm bench compare`. */
export interface OneSecond {
  readonly root: string;
  /** Commits the product with so many hundredths of its first work; resolves with the commit. */
  commit(hundredths: number): Promise<string>;
  /** Runs the real program there. */
  compare(base: string, signal?: AbortSignal, onError?: (text: string) => void): Promise<Ended>;
  remove(): Promise<void>;
}

export type ComparisonReport = Findings & {
  readonly base: string;
  readonly head: string;
  readonly failed: boolean;
};

const fixture = fileURLToPath(new URL('../../fixtures/one-second', import.meta.url));
const program = fileURLToPath(new URL('main.ts', import.meta.url));
const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];

export async function openOneSecond(milliseconds: number): Promise<OneSecond> {
  const root = await mkdtemp(join(tmpdir(), 'mauzin-one-second-'));
  const product = await readFile(join(fixture, 'product.mjs'), 'utf8');
  await cp(fixture, root, { recursive: true });
  await writeFile(join(root, 'settings.json'), JSON.stringify({ milliseconds }));
  await git(root, 'init', '--quiet', '--initial-branch=main');
  return {
    root,
    async commit(hundredths) {
      await writeFile(join(root, 'product.mjs'), product.replace(/rounds = \d+/, `rounds = ${hundredths}`));
      await git(root, 'add', '--all');
      await git(root, ...identity, 'commit', '--quiet', '--allow-empty', '--message', `${hundredths}`);
      return await git(root, 'rev-parse', 'HEAD');
    },
    compare: (base, signal = new AbortController().signal, onError) =>
      runInOwnGroup(process.execPath, ['--import', import.meta.resolve('tsx'), program, base, '--json'], {
        cwd: root,
        signal,
        ...(onError === undefined ? {} : { onError }),
      }),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
