import { writeFile, rm } from 'node:fs/promises';
import { extname } from 'node:path';

import type { Saved } from '@mauzin/desktop-contract';
import type { Dialog } from 'electron';

export interface FileToSave {
  readonly title: string;
  /** Where the dialog begins: a folder and a name. */
  readonly suggested: string;
  /** What the kind of file is called. */
  readonly kind: string;
  /** Made only once the person chose a place. */
  readonly make: () => Promise<Uint8Array>;
}

/** Asks where to, makes the file and writes it. What went wrong is for the log; a half-written file does not stay. */
export async function askWhereAndSave(
  dialog: Pick<Dialog, 'showSaveDialog'>,
  { kind, make, suggested, title }: FileToSave,
  log: (line: string) => void,
): Promise<Saved> {
  const extension = extname(suggested).slice(1);
  try {
    const { canceled, filePath } = await dialog.showSaveDialog({
      title,
      defaultPath: suggested,
      filters: [{ name: kind, extensions: [extension] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled || filePath === '') return { name: 'cancelled' };
    const path = extname(filePath) === '' ? `${filePath}.${extension}` : filePath;
    await writeWhole(path, await make());
    return { name: 'saved', path };
  } catch (error) {
    log(`${extension} cannot be saved: ${String(error)}`);
    return { name: 'failed' };
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes);
  } catch (error) {
    // Left alone where it is no file of ours, as a folder is.
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A name without what file systems refuse. Never empty. */
export const safeFileName = (name: string): string =>
  name
    .replaceAll(/[/\\:*?"<>|\p{Cc}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 80) || 'Mauzin';
