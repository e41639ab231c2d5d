import { join } from 'node:path';

import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
  utilityProcess,
} from 'electron';

import { type DesktopState, desktopTexts, pickLanguage } from '@mauzin/shared';
import { generateBroadcasterKey } from '@mauzin/signal';

import { freshEngineState } from '../engine/contract.ts';
import { systemClock } from '../engine/system-clock.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { Desktop } from './desktop.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { readFlags } from './flags.ts';
import { handleCalls, isAllowed, tell } from './ipc.ts';
import { LinkPrinter } from './link-printer.ts';
import { grantSoundOnly } from './permissions.ts';
import { hasPrivacySettings, openPrivacySettings } from './privacy-settings.ts';
import type { Vault } from './settings-file.ts';
import { SettingsStore } from './settings-store.ts';
import { setSwitches } from './switches.ts';
import { WakeKeeper } from './wake-keeper.ts';
import { openWindow, windowUrl } from './window.ts';

const out = join(import.meta.dirname, '..');
const flags = readFlags(process.argv);
const log = (line: string): void => {
  process.stdout.write(`Mauzin: ${line}\n`);
};

if (flags.userData !== null) app.setPath('userData', flags.userData);
setSwitches();
registerAppScheme(protocol);
if (app.requestSingleInstanceLock()) {
  // Not awaited: a top-level wait for `ready` keeps Electron from ever becoming it.
  void run();
} else {
  log('is running already; its window was brought to the front');
  app.quit();
}

async function run(): Promise<void> {
  await app.whenReady();
  serveApp(protocol, join(out, 'renderer'));
  grantSoundOnly(session.defaultSession);
  Menu.setApplicationMenu(applicationMenu());
  const desktop = createDesktop(openStore());
  const supervisor = superviseEngine(desktop);
  handleCalls(
    ipcMain,
    {
      ...desktop.handlers(),
      'send-mix-signal': (signal) => supervisor.sendMixSignal(signal),
      'send-sentinel-signal': (signal) => supervisor.sendSentinelSignal(signal),
      'report-sound': () => undefined,
      'report-sentinel': () => undefined,
      unlock: () => ({ ok: true }),
      lock: () => undefined,
      'set-pin': () => undefined,
      'list-recordings': () => [],
      'delete-recording': () => undefined,
      'open-recordings-folder': () => undefined,
      'choose-recordings-folder': () => undefined,
      'save-poster': () => ({ name: 'failed' }),
      'save-diagnostics': () => ({ name: 'failed' }),
      'test-webhook': () => false,
      'check-for-updates': () => undefined,
      'install-update': () => undefined,
    },
    (name) => isAllowed(name, desktop.state.lock.locked),
  );
  app.on('second-instance', () => showWindow());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => endEngineFirst(event, supervisor));
  process.once('SIGTERM', () => endWithoutAsking());
  supervisor.start();
  if (flags.goLive) desktop.goLiveByItself();
  await createWindow(desktop).loadURL(windowUrl);
}

function openStore(): SettingsStore {
  const language = pickLanguage([app.getLocale()]);
  return new SettingsStore({
    folder: app.getPath('userData'),
    vault: systemVault(),
    now: Date.now,
    newKey: () => generateBroadcasterKey(),
    firstStation: { slug: 'mosque', name: desktopTexts[language].firstStationName, language },
  });
}

function systemVault(): Vault | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  return {
    seal: (text) => safeStorage.encryptString(text),
    open: (sealed) => safeStorage.decryptString(sealed),
  };
}

function createDesktop(store: SettingsStore): Desktop {
  const wake = new WakeKeeper(powerSaveBlocker);
  const printer = new LinkPrinter(log);
  const changed = (state: DesktopState): void => {
    wake.keep(state.wantsLive);
    printer.print(state.engine.link);
    tell(contents(), 'state', state);
  };
  const actions = {
    changed,
    log,
    openPrivacySettings,
    copyText: (text: string) => clipboard.writeText(text),
    openLink: (url: string) => shell.openExternal(url),
  };
  return new Desktop(
    {
      store,
      actions,
      hasPrivacySettings,
      systemLanguages: [app.getLocale()],
      version: app.getVersion(),
      recordingsFolder: join(app.getPath('music'), 'Mauzin'),
    },
    freshEngineState,
  );
}

function superviseEngine(desktop: Desktop): EngineSupervisor {
  const supervisor = new EngineSupervisor({
    fork: () =>
      utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [join(out, 'listener')], {
        serviceName: 'Mauzin engine',
        stdio: 'inherit',
      }),
    clock: systemClock,
    random: Math.random,
    config: () => desktop.engineConfig,
    onState: (state) => desktop.engineChanged(state),
    onRun: (run) => desktop.engineStarted(run),
    onMixSignal: (signal) => tell(contents(), 'mix-signal', signal),
    onSentinelSignal: (signal) => tell(contents(), 'sentinel-signal', signal),
    log,
  });
  desktop.attach(supervisor);
  return supervisor;
}

function createWindow(desktop: Desktop): BrowserWindow {
  return openWindow({
    preload: join(out, 'preload/index.cjs'),
    title: 'Mauzin',
    dark: nativeTheme.shouldUseDarkColors,
    clock: systemClock,
    random: Math.random,
    mustAsk: () => desktop.state.wantsLive && !ending,
    ask: () => askToEnd(desktop),
    log,
  });
}

const contents = (): Electron.WebContents | null => BrowserWindow.getAllWindows()[0]?.webContents ?? null;

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The system ends us, not a person: there may be nobody to answer. */
let ending = false;
function endWithoutAsking(): void {
  ending = true;
  app.quit();
}

/** The engine tells everybody that it ends, and Electron would not wait for that. */
function endEngineFirst(event: Electron.Event, supervisor: EngineSupervisor): void {
  event.preventDefault();
  void supervisor.close().finally(() => app.exit(0));
}

/** Closing the window ends the broadcast, so a person on the air is asked once. */
async function askToEnd(desktop: Desktop): Promise<boolean> {
  const texts = desktopTexts[desktop.language].close;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: texts.question,
    detail: texts.detail,
    buttons: [texts.close, texts.stay],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** Only what editing a text field needs, and a way out. */
const applicationMenu = (): Menu =>
  Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ]);
