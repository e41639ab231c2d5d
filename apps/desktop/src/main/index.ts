import { join } from 'node:path';

import { systemClock } from '@mauzin/media/clock';
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
  systemPreferences,
} from 'electron';

import { freshEngineState } from '../engine/contract.ts';
import { AirMemory } from './air/air-memory.ts';
import { Conduct } from './conduct.ts';
import { Desks } from './desks/desks.ts';
import { openPulse } from './desks/open-pulse.ts';
import { Desktop } from './desktop.ts';
import { Log } from './diagnostics/log.ts';
import { secretsOf } from './diagnostics/redact.ts';
import { Ending } from './ending.ts';
import { readFlags } from './flags.ts';
import { handleCalls, isAllowed } from './ipc.ts';
import { LinkPrinter } from './link-printer.ts';
import { PinLock } from './lock/pin-lock.ts';
import { Recordings } from './recordings/recordings.ts';
import { awaitSecrets } from './settings/await-secrets.ts';
import { openStore } from './settings/open-store.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import { StateTeller } from './state-teller.ts';
import type { EngineSupervisor } from './supervisor/engine-supervisor.ts';
import { superviseEngine } from './supervise-engine.ts';
import { hasPrivacySettings, openPrivacySettings } from './system/privacy-settings.ts';
import { setSwitches } from './system/switches.ts';
import { systemPorts } from './system-ports.ts';
import { WakeKeeper } from './system/wake-keeper.ts';
import { openTools } from './tools.ts';
import { appMenu } from './window/app-menu.ts';
import { registerAppScheme, serveApp } from './window/app-protocol.ts';
import { CaptureAccess } from './window/capture-access.ts';
import { keepPageLog } from './window/keep-page-log.ts';
import { MainWindow } from './window/main-window.ts';
import { openLink } from './window/open-link.ts';
import { PageKeeper } from './window/page-keeper.ts';
import { grantSoundOnly } from './window/permissions.ts';
import { Questions } from './window/questions.ts';
import { watchSeen } from './window/watch-seen.ts';
import { openWindow, type WindowOptions, windowUrl } from './window/window.ts';

const out = join(import.meta.dirname, '..');
const flags = readFlags(process.argv);
const mainWindow = new MainWindow();
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
  files.write('main', `Mauzin ${app.getVersion()} starts on ${process.platform} ${process.arch}`);
  grantSoundOnly(session.defaultSession);
  Menu.setApplicationMenu(appMenu());
  const store = openStore(app, safeStorage);
  secrets = () => secretsOf(store.settings, store.insideKey);
  const desktop = createDesktop(store);
  const supervisor = superviseEngine({ desktop, window: mainWindow, out, files, log });
  const lock = lockSettings(desktop, store);
  const recordings = keepRecordings(desktop, store);
  serveApp(protocol, join(out, 'renderer'), {
    folder: () => desktop.recordingsFolder,
    mayPlay: () => !lock.state.locked,
  });
  const questions = new Questions(dialog, () => desktop.language);
  const conduct = conductStation(desktop, supervisor, questions);
  const desks = openDesks(desktop);
  const tools = await openTools(desktop, store, files);
  const window = createWindow({
    mustAsk: () => desktop.state.wantsLive && ending.by === null,
    ask: () => questions.mayClose(),
  });
  const ending = new Ending({ window, signals: process, power: powerMonitor, quit: () => app.quit() });
  const access = new CaptureAccess({
    contents: window.webContents,
    microphone: process.platform === 'darwin' ? systemPreferences : null,
    log,
  });
  const page = new PageKeeper({
    contents: window.webContents,
    clock: systemClock,
    random: Math.random,
    log,
  });
  keepPageLog({
    contents: window.webContents,
    clock: systemClock,
    write: (line) => files.write('window', line),
  });
  watchSeen(window, (windowSeen) => desktop.tell({ windowSeen }));
  showState(desktop);
  handleCalls(
    ipcMain,
    {
      ...desktop.handlers(),
      ...conduct.handlers(),
      ...lock.handlers(),
      ...recordings.handlers(),
      ...tools.handlers(),
      'prepare-capture': (kind) => access.prepare(kind),
      'list-desks': () => desks.list(),
      'take-desk-channels': (wish) => desks.take(wish),
      'measure-desk': (label) => desks.measure(label),
      'send-mix-signal': (signal) => supervisor.sendMixSignal(signal),
      'send-sentinel-signal': (signal) => supervisor.sendSentinelSignal(signal),
    },
    (name) => {
      if (name === 'report-sound') page.heard();
      lock.used(name);
      const { pickDefaultSource, settings } = desktop.state;
      return isAllowed(name, lock.state.locked, pickDefaultSource, settings.operatorMayMute);
    },
  );
  app.on('second-instance', (_event, args) => {
    if (readFlags(args).resetPin) lock.reset();
    mainWindow.show();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (ending.by !== 'system') conduct.forget();
    conduct.close();
    tools.close(ending.by !== 'system');
    lock.close();
    recordings.close();
    desktop.close();
    endFirst(event, supervisor.close(), desks.close());
  });
  supervisor.start();
  awaitSecrets({ store, clock: systemClock, onChange: () => desktop.secretsChanged(), log });
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
    openLink: (url: string) => openLink(shell, url),
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
  const teller = new StateTeller(systemClock, (state) => mainWindow.tell('state', state));
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
    showWindow: () => mainWindow.show(),
    askToStop: () => mainWindow.askToStop(desktop, questions),
    quit: () => app.quit(),
    wake: () => supervisor.wake(),
    log,
  });
}

function createWindow(asking: Pick<WindowOptions, 'ask' | 'mustAsk'>): BrowserWindow {
  const window = openWindow({
    preload: join(out, 'preload/index.cjs'),
    title: 'Mauzin',
    dark: nativeTheme.shouldUseDarkColors,
    ...asking,
  });
  mainWindow.hold(window);
  return window;
}

/** Mixers with more than two channels. */
function openDesks(desktop: Desktop): Desks {
  const desks = new Desks({
    instance: app.getPath('userData'),
    pulse: openPulse(),
    clock: systemClock,
    missing: () =>
      desktop.sound?.sources.flatMap(({ id, sound }) =>
        sound === 'missing' || sound === 'stand-in' ? [id] : [],
      ) ?? [],
    onLevels: (levels) => mainWindow.tell('desk-levels', levels),
    log,
  });
  desktop.observe({ changed: ({ settings }) => desks.follow(settings.sources) });
  desks.follow(desktop.state.settings.sources);
  return desks;
}

/** The engine tells everybody that it ends, what was made of mixers is taken away, and Electron would wait for neither. */
function endFirst(event: Electron.Event, ...ends: readonly Promise<void>[]): void {
  event.preventDefault();
  void Promise.allSettled(ends).finally(() => app.exit(0));
}
