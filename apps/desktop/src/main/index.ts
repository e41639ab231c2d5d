import { join } from 'node:path';

import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
  utilityProcess,
} from 'electron';

import { freshEngineState } from '../engine/contract.ts';
import { systemClock } from '../engine/system-clock.ts';
import { AirMemory } from './air-memory.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { Conduct } from './conduct.ts';
import { Desktop } from './desktop.ts';
import { Ending } from './ending.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { readFlags } from './flags.ts';
import { handleCalls, isAllowed, tell } from './ipc.ts';
import { LinkPrinter } from './link-printer.ts';
import { Log } from './log.ts';
import { openStore } from './open-store.ts';
import { PageKeeper } from './page-keeper.ts';
import { grantSoundOnly } from './permissions.ts';
import { PinLock } from './pin-lock.ts';
import { hasPrivacySettings, openPrivacySettings } from './privacy-settings.ts';
import { secretsOf } from './redact.ts';
import { Recordings } from './recordings.ts';
import type { SettingsStore } from './settings-store.ts';
import { Questions } from './questions.ts';
import { StateTeller } from './state-teller.ts';
import { setSwitches } from './switches.ts';
import { systemPorts } from './system-ports.ts';
import { openTools } from './tools.ts';
import { WakeKeeper } from './wake-keeper.ts';
import { openWindow, type WindowOptions, windowUrl } from './window.ts';

const out = join(import.meta.dirname, '..');
const flags = readFlags(process.argv);
if (flags.userData !== null) app.setPath('userData', flags.userData);
/** What the log must not hold; known once the settings are read, and nothing of it is used before. */
let secrets: () => readonly string[] = () => [];
const files = new Log({
  folder: flags.userData === null ? app.getPath('logs') : join(flags.userData, 'logs'),
  secrets: () => secrets(),
});
const log = (line: string): void => {
  process.stdout.write(`Mauzin: ${line}\n`);
  files.write('main', line);
};

// Nobody may be there to read what is printed, and a mistake in one callback must not end a broadcast.
process.stdout.on('error', () => undefined);
process.on('uncaughtException', (error) => log(`uncaught: ${error.stack ?? String(error)}`));
process.on('unhandledRejection', (reason) => log(`unhandled: ${String(reason)}`));
app.enableSandbox();
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
  grantSoundOnly(session.defaultSession);
  Menu.setApplicationMenu(applicationMenu());
  const store = openStore(app, safeStorage);
  secrets = () => secretsOf(store.settings, store.insideKey);
  const desktop = createDesktop(store);
  const supervisor = superviseEngine(desktop);
  const lock = lockSettings(desktop, store);
  const recordings = keepRecordings(desktop, store);
  serveApp(protocol, join(out, 'renderer'), {
    folder: () => desktop.recordingsFolder,
    mayPlay: () => !lock.state.locked,
  });
  const questions = new Questions(dialog, () => desktop.language);
  const conduct = conductStation(desktop, supervisor, questions);
  const tools = await openTools(desktop, store, files);
  const window = createWindow({
    mustAsk: () => desktop.state.wantsLive && ending.by === null,
    ask: () => questions.mayClose(),
  });
  const ending = new Ending({ window, signals: process, power: powerMonitor, quit: () => app.quit() });
  const page = new PageKeeper({
    contents: window.webContents,
    clock: systemClock,
    random: Math.random,
    log,
  });
  showState(desktop);
  handleCalls(
    ipcMain,
    {
      ...desktop.handlers(),
      ...conduct.handlers(),
      ...lock.handlers(),
      ...recordings.handlers(),
      ...tools.handlers(),
      'send-mix-signal': (signal) => supervisor.sendMixSignal(signal),
      'send-sentinel-signal': (signal) => supervisor.sendSentinelSignal(signal),
    },
    (name) => {
      if (name === 'report-sound') page.heard();
      lock.used(name);
      return isAllowed(name, lock.state.locked, desktop.state.pickDefaultSource);
    },
  );
  app.on('second-instance', (_event, args) => {
    if (readFlags(args).resetPin) lock.reset();
    showWindow();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (ending.by !== 'system') conduct.forget();
    conduct.close();
    tools.close(ending.by !== 'system');
    lock.close();
    recordings.close();
    desktop.close();
    endEngineFirst(event, supervisor);
  });
  supervisor.start();
  if (flags.resetPin) lock.reset();
  if (flags.goLive) desktop.goLiveByItself();
  else conduct.resume();
  await window.loadURL(windowUrl);
}

function createDesktop(store: SettingsStore): Desktop {
  const actions = {
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
      clock: systemClock,
      systemLanguages: [app.getLocale()],
      version: app.getVersion(),
      recordingsFolder: join(app.getPath('music'), 'Mauzin'),
    },
    freshEngineState,
  );
}

/** To the window, to whoever started the app, and to the system that would like to sleep. */
function showState(desktop: Desktop): void {
  const wake = new WakeKeeper(powerSaveBlocker);
  const printer = new LinkPrinter(log);
  const teller = new StateTeller(systemClock, (state) => tell(contents(), 'state', state));
  desktop.observe({
    changed: (state) => {
      wake.keep(state.wantsLive);
      printer.print(state.engine.link);
      teller.changed(() => desktop.state);
    },
  });
}

function lockSettings(desktop: Desktop, store: SettingsStore): PinLock {
  const lock = new PinLock({
    clock: systemClock,
    wallMs: Date.now,
    saved: () => store.pin,
    save: (pin) => desktop.remember(() => store.setPin(pin)),
    onChange: (state) => desktop.tell({ lock: state }),
    log,
  });
  desktop.tell({ lock: lock.state });
  return lock;
}

function keepRecordings(desktop: Desktop, store: SettingsStore): Recordings {
  const recordings = new Recordings({
    folder: () => desktop.recordingsFolder,
    keepDays: () => store.settings.recording.keepDays,
    onFolder: (folder) => desktop.changeSettings({ recording: { ...store.settings.recording, folder } }),
    shell,
    dialog,
    clock: systemClock,
    wallMs: Date.now,
    log,
  });
  desktop.observe({ changed: ({ engine }) => recordings.follow(engine.recording) });
  return recordings;
}

function conductStation(desktop: Desktop, supervisor: EngineSupervisor, questions: Questions): Conduct {
  return new Conduct({
    desktop,
    memory: new AirMemory({ folder: app.getPath('userData'), wallMs: Date.now, log }),
    ports: systemPorts(flags.userData),
    clock: systemClock,
    wallMs: Date.now,
    showWindow,
    askToStop: () => askToStop(desktop, questions),
    quit: () => app.quit(),
    wake: () => supervisor.wake(),
    log,
  });
}

function superviseEngine(desktop: Desktop): EngineSupervisor {
  const supervisor = new EngineSupervisor({
    fork: () => forkEngine(),
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

function forkEngine(): Electron.UtilityProcess {
  const engine = utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [join(out, 'listener')], {
    serviceName: 'Mauzin engine',
    stdio: 'pipe',
  });
  for (const output of [engine.stdout, engine.stderr]) {
    files.follow('engine', output);
    output?.pipe(process.stdout, { end: false });
  }
  return engine;
}

function createWindow(asking: Pick<WindowOptions, 'ask' | 'mustAsk'>): BrowserWindow {
  mainWindow = openWindow({
    preload: join(out, 'preload/index.cjs'),
    title: 'Mauzin',
    dark: nativeTheme.shouldUseDarkColors,
    ...asking,
  });
  return mainWindow;
}

/** The one that people see; a poster is printed in another. */
let mainWindow: BrowserWindow | null = null;
const contents = (): Electron.WebContents | null =>
  mainWindow === null || mainWindow.isDestroyed() ? null : mainWindow.webContents;

function showWindow(): void {
  if (mainWindow === null || mainWindow.isDestroyed()) return;
  if (mainWindow.isMinimized()) mainWindow.restore();
  mainWindow.show();
  mainWindow.focus();
}

/** The engine tells everybody that it ends, and Electron would not wait for that. */
function endEngineFirst(event: Electron.Event, supervisor: EngineSupervisor): void {
  event.preventDefault();
  void supervisor.close().finally(() => app.exit(0));
}

/** The tray or the shortcut was used: the window asks, where there is one. */
function askToStop(desktop: Desktop, questions: Questions): void {
  if (contents()?.isCrashed() === false) {
    showWindow();
    return tell(contents(), 'ask-to-stop', undefined);
  }
  void questions.mayStop().then((stop) => (stop ? desktop.setLive(false, 'person') : undefined));
}

/** Only what editing a text field needs, and a way out. */
const applicationMenu = (): Menu =>
  Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ]);
