import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Updater } from './updates.ts';

export interface UpdaterPlace {
  readonly isPackaged: boolean;
  /** Where the packed app keeps what it came with. */
  readonly resourcesPath: string;
  /** Loads electron-updater. */
  readonly load: () => Promise<{ readonly autoUpdater: Updater & { logger: unknown } }>;
  readonly log: (line: string) => void;
}

/**
 * electron-updater, where there is something to update: an app that was packed with the address of its updates
 * (`app-update.yml`). Null otherwise. Loaded only then, because it wants the whole of Electron.
 */
export async function openUpdater({
  isPackaged,
  load,
  log,
  resourcesPath,
}: UpdaterPlace): Promise<Updater | null> {
  if (!isPackaged || !existsSync(join(resourcesPath, 'app-update.yml'))) return null;
  try {
    const { autoUpdater } = await load();
    // Its chatter is for developers; what matters is told by the promises that it returns.
    autoUpdater.logger = null;
    return autoUpdater;
  } catch (error) {
    log(`updates are not to be had: ${String(error)}`);
    return null;
  }
}
