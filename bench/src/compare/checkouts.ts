import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { git } from '../git.ts';
import type { Side } from './in-turns.ts';

/** Both commits, each in a folder of its own; the folder that is worked in is not touched. */
export interface Checkouts {
  readonly commits: Readonly<Record<Side, string>>;
  readonly folders: Readonly<Record<Side, string>>;
  /** Changes in the folder that is worked in: they are in no commit, so they are not measured. */
  readonly uncommitted: readonly string[];
  remove(): Promise<void>;
}

/** Checks out `base` and HEAD. @throws with a sentence for people when there is no such commit */
export async function checkOut(repository: string, base: string): Promise<Checkouts> {
  const commits = { base: await commitOf(repository, base), head: await commitOf(repository, 'HEAD') };
  const changes = await git(repository, 'status', '--porcelain');
  const parent = await mkdtemp(join(tmpdir(), 'mauzin-compare-'));
  const folders = { base: join(parent, 'base'), head: join(parent, 'head') };
  const remove = async (): Promise<void> => {
    await rm(parent, { recursive: true, force: true });
    await git(repository, 'worktree', 'prune');
  };
  try {
    for (const side of ['base', 'head'] as const) {
      await git(repository, 'worktree', 'add', '--quiet', '--detach', folders[side], commits[side]);
      // Spares each folder its own download of pnpm, if this is the version that it wants.
      await cp(join(repository, '.tools'), join(folders[side], '.tools'), { recursive: true }).catch(
        ignoreMissing,
      );
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { commits, folders, uncommitted: changes === '' ? [] : changes.split('\n'), remove };
}

const commitOf = (repository: string, name: string): Promise<string> =>
  git(repository, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).catch(() => {
    throw new Error(`There is no commit ${name} here. Is it fetched?`);
  });

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
