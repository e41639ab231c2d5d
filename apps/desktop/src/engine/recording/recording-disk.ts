import { type FileHandle, mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import type { AppendFile } from '@mauzin/media';

/** What the recorder needs of a disk. All of it may take long, and may fail with the system's own codes. */
export interface RecordingDisk {
  /** Makes the folder where it is missing, and looks how much the disk has left, bytes. */
  freeBytes(folder: string): Promise<number>;
  /** Makes a file that is not there yet. @throws `EEXIST` when it is */
  create(folder: string, name: string): Promise<AppendFile>;
  remove(folder: string, name: string): Promise<void>;
}

/** The machine's disks. */
export const systemDisk: RecordingDisk = {
  freeBytes: async (folder) => {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  create: async (folder, name) => {
    const file = await open(join(folder, name), 'ax');
    let isNameSafe = false;
    return {
      append: (bytes) => file.appendFile(bytes),
      // Both belong to the sync, and not to the making: a busy disk takes seconds over them, and writing need not wait.
      sync: async () => {
        await file.datasync();
        if (!isNameSafe) await syncFolder(folder);
        isNameSafe = true;
      },
      close: () => file.close(),
    };
  },
  remove: (folder, name) => rm(join(folder, name), { force: true }),
};

/** So that the name outlives a power cut as its bytes do. Windows has no such thing and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Some network disks cannot; the file is there all the same.
  } finally {
    await handle?.close();
  }
}
