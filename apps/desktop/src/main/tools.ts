import { cpus, release, totalmem, type } from 'node:os';

import { systemClock } from '@mauzin/media/clock';
import { app, BrowserWindow, dialog } from 'electron';

import type { Desktop } from './desktop.ts';
import { Diagnostics, type Machine } from './diagnostics/diagnostics.ts';
import type { Log } from './diagnostics/log.ts';
import type { CallHandlers } from './ipc.ts';
import { PosterSaver } from './poster/poster-saver.ts';
import { printPage, type PrintWindow, printWindowOptions } from './poster/print-page.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import { openUpdater } from './updates/open-updater.ts';
import { Updates } from './updates/updates.ts';
import { confine } from './window/confine.ts';

export interface Tools {
  handlers(): Pick<CallHandlers, 'save-poster' | 'save-diagnostics' | 'check-for-updates' | 'install-update'>;
  /** `mayInstall`: a person ends the app, not the system. */
  close(mayInstall: boolean): void;
}

/** Poster, report and updates. Only once the app is ready. */
export async function openTools(desktop: Desktop, store: SettingsStore, files: Log): Promise<Tools> {
  const log = (line: string): void => files.write('main', line);
  const folder = (): string => app.getPath('documents');
  const state = () => desktop.state;
  const poster = new PosterSaver({
    dialog,
    folder,
    state,
    print: (url) => printPage(openPrintWindow, url, systemClock),
    log,
  });
  const diagnostics = new Diagnostics({
    dialog,
    folder,
    state,
    store,
    sound: () => desktop.sound,
    machine: thisMachine,
    logFiles: () => files.files(),
    now: Date.now,
    log,
  });
  const updates = await openUpdates(desktop, log);
  return {
    handlers: () => ({
      'save-poster': () => poster.save(),
      'save-diagnostics': (devices) => diagnostics.save(devices),
      ...updates.handlers(),
    }),
    close: (mayInstall) => updates.close(mayInstall),
  };
}

async function openUpdates(desktop: Desktop, log: (line: string) => void): Promise<Updates> {
  const { resourcesPath } = process;
  const updates = new Updates({
    updater: await openUpdater({
      isPackaged: app.isPackaged,
      resourcesPath,
      load: () => import('electron-updater'),
      log,
    }),
    clock: systemClock,
    random: Math.random,
    onState: (update) => desktop.tell({ update }),
    log,
  });
  const follow = (): void =>
    updates.follow({
      channel: desktop.state.settings.updateChannel,
      onAir: desktop.state.wantsLive || desktop.state.engine.air.name !== 'off',
    });
  follow();
  desktop.observe({ changed: follow });
  return updates;
}

function openPrintWindow(): PrintWindow {
  const window = new BrowserWindow(printWindowOptions);
  confine(window.webContents);
  return window;
}

function thisMachine(): Machine {
  const { chrome, electron, node } = process.versions;
  return {
    mauzin: app.getVersion(),
    packed: app.isPackaged,
    electron,
    chrome,
    node,
    system: `${type()} ${release()} ${process.arch}`,
    locale: app.getLocale(),
    processors: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memoryMb: Math.round(totalmem() / 1_048_576),
    runsForS: Math.round(process.uptime()),
  };
}
