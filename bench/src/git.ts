import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What git prints, without the last line's end. @throws when git fails, or is not there */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: folder });
  return stdout.trimEnd();
}

/** The folder that holds the repository which `folder` is in. */
export const repositoryOf = (folder: string): Promise<string> => git(folder, 'rev-parse', '--show-toplevel');
