import { backUp, restore } from '../store/database/database-copies.ts';
import { StoreError } from '../store/database/store-error.ts';

/** `mauzin backup` and `mauzin restore`; `file` null: standard output and input. */
export interface CopyCommand {
  readonly name: 'backup' | 'restore';
  readonly file: string | null;
}

export interface CopyCommandTools {
  /** Of the configuration. @throws StoreError */
  readonly databaseUrl: () => string;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** For people; not on the output, where the copy goes. */
  readonly say: (text: string) => void;
}

/** Pure. Null: there is no file, or more than one. */
export function parseCopyCommand(name: CopyCommand['name'], args: readonly string[]): CopyCommand | null {
  const [file] = args;
  if (file === undefined || args.length > 1 || (file.startsWith('-') && file !== '-')) return null;
  return { name, file: file === '-' ? null : file };
}

/** Carries the command out, and says how it went. @returns the exit code */
export async function runCopyCommand(
  { file, name }: CopyCommand,
  { databaseUrl, input, output, say }: CopyCommandTools,
): Promise<0 | 1> {
  try {
    const url = databaseUrl();
    if (name === 'backup') {
      await backUp(url, file ?? output);
      if (file !== null) say(`The database is in ${file}, too. Keep it where nobody else reads it.`);
      return 0;
    }
    const before = await restore(url, file ?? input);
    say(`The backup is in its place.${before === null ? '' : ` What was there before is in ${before}.`}`);
    return 0;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say(error.message);
    return 1;
  }
}
