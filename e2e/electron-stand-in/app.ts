import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { recordCall } from './calls.ts';
import { closeBrowser, launchBrowser } from './browser.ts';
import { InstanceLock } from './instance-lock.ts';
import { becomeReady, isReady } from './readiness.ts';
import { settings } from './settings.ts';
import { endUtilityProcesses } from './utility-process.ts';
import { openWindows } from './windows.ts';

type PathName = Parameters<Electron.App['getPath']>[0];

/** Resolves once the app's main module has been evaluated: until then Electron is not ready either. */
const mainLoaded =
  (globalThis as { __standInMainLoaded?: Promise<void> }).__standInMainLoaded ?? Promise.resolve();

class CommandLine {
  readonly #switches = new Map<string, string>();

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }
  /** Not Electron's: what Chromium is started with. */
  static args(line: CommandLine): string[] {
    return [...line.#switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  }
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = new CommandLine();
  readonly dock = undefined;
  name = basename(dirname(process.argv[1] ?? 'app'));
  readonly #paths = new Map<string, string>();
  #lock: InstanceLock | null = null;
  #quitting = false;
  #opensAtLogin = false;
  readonly #becomesReady: Promise<void>;

  constructor() {
    super();
    this.#becomesReady = this.#start();
  }

  async #start(): Promise<void> {
    await mainLoaded;
    if (this.#quitting) return await new Promise<never>(() => undefined); // as Electron: it never becomes ready
    await launchBrowser(join(this.getPath('userData'), 'Chromium'), CommandLine.args(this.commandLine));
    becomeReady();
    this.emit('ready', {}, {});
  }

  setAppUserModelId(id: string): void {
    recordCall('app.setAppUserModelId', [id]);
  }
  enableSandbox(): void {
    recordCall('app.enableSandbox', []);
  }
  whenReady(): Promise<void> {
    return this.#becomesReady;
  }
  isReady(): boolean {
    return isReady();
  }
  getVersion(): string {
    return '0.0.0';
  }
  getAppPath(): string {
    return dirname(process.argv[1] ?? process.cwd());
  }
  getLocale(): string {
    return settings.locale;
  }
  getPath(name: PathName): string {
    const known: Partial<Record<PathName, string>> = {
      userData: settings.userData,
      home: homedir(),
      temp: tmpdir(),
    };
    const path =
      this.#paths.get(name) ?? known[name] ?? join(this.#paths.get('userData') ?? settings.userData, name);
    mkdirSync(path, { recursive: true });
    return path;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  getLoginItemSettings(): Electron.LoginItemSettings {
    return { openAtLogin: this.#opensAtLogin } as Electron.LoginItemSettings;
  }
  setLoginItemSettings(settings: Electron.Settings): void {
    recordCall('app.setLoginItemSettings', [settings]);
    this.#opensAtLogin = settings.openAtLogin ?? false;
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    if (this.#lock) return true;
    this.#lock = InstanceLock.take(this.getPath('userData'), {
      argv: process.argv,
      cwd: process.cwd(),
      additionalData,
    });
    this.#lock?.onSecond((second) =>
      this.emit('second-instance', {}, second.argv, second.cwd, second.additionalData),
    );
    return this.#lock !== null;
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock !== null;
  }
  releaseSingleInstanceLock(): void {
    this.#lock?.release();
    this.#lock = null;
  }

  /** As Electron: ask, close the windows (each may refuse), ask again, end. */
  quit(): void {
    if (this.#quitting || this.#refused('before-quit')) return;
    for (const window of openWindows()) {
      window.close();
      if (!window.isDestroyed()) return;
    }
    if (this.#refused('will-quit')) return;
    this.exit(0);
  }
  exit(code = 0): void {
    if (this.#quitting) return;
    this.#quitting = true;
    this.emit('quit', {}, code);
    void this.#end(code);
  }

  #refused(event: 'before-quit' | 'will-quit'): boolean {
    let refused = false;
    this.emit(event, { preventDefault: () => (refused = true) });
    return refused;
  }

  async #end(code: number): Promise<void> {
    endUtilityProcesses();
    await closeBrowser();
    this.releaseSingleInstanceLock();
    process.exit(code);
  }
}

export const app = new App();
export type CommandLineOf<A extends App> = A['commandLine'];
