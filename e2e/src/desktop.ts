import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DesktopApp, DesktopOptions } from './desktop-app.ts';
import { launchOnElectron } from './desktop-on-electron.ts';
import { launchOnStandIn } from './desktop-on-stand-in.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';

/** The desktop app's main bundle, as `pnpm build` makes it. */
export const desktopMain = join(
  import.meta.dirname,
  '..',
  '..',
  'apps',
  'desktop',
  'out',
  'main',
  'index.js',
);

/**
 * Starts the built desktop app and resolves with its first window: on a real Electron where there is one, otherwise
 * on the stand-in. `runsOn` says which.
 *
 * @throws {DesktopEnded} when the app ends instead, as a second instance does.
 */
export async function launchDesktop(options: DesktopOptions = {}): Promise<DesktopApp> {
  const main = options.main ?? desktopMain;
  if (!existsSync(main)) throw new Error(`There is no ${main}: run "pnpm build" first`);
  const temporary = options.userData === undefined;
  const userData = options.userData ?? (await makeTemporaryDir('desktop'));
  const removeUserData = async (): Promise<void> => {
    if (temporary) await removeTemporaryDir(userData);
  };
  await options.prepare?.(userData);
  const electron = electronPath();
  const launch = { ...options, main, userData };
  try {
    const app = await (electron === null ? launchOnStandIn(launch) : launchOnElectron(launch, electron));
    void app.exited.then(removeUserData);
    return app;
  } catch (error) {
    await removeUserData();
    throw error;
  }
}

/**
 * The Electron to test on: the one MAUZIN_ELECTRON points at, or the one that its package has fetched. Null where
 * there is none, or no display for its windows.
 */
export function electronPath(): string | null {
  const chosen = process.env['MAUZIN_ELECTRON'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return null;
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(home, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(home, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}
