import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { browserContext } from './browser.ts';
import { recorded } from './calls.ts';
import { WebContents } from './web-contents.ts';
import { addWindow, openWindows, removeWindow } from './windows.ts';

const DEFAULT_SIZE = { width: 800, height: 600 };
let nextId = 1;

/** A window is a Chromium page of its size. Whether it is shown, and where, is only remembered. */
export class BrowserWindow extends EventEmitter {
  readonly id = nextId++;
  readonly #contents: WebContents;
  #bounds: Electron.Rectangle;
  #title: string;
  #visible: boolean;
  #minimized = false;
  #destroyed = false;

  readonly setMenu = recorded('BrowserWindow.setMenu', undefined);
  readonly removeMenu = recorded('BrowserWindow.removeMenu', undefined);
  readonly setMenuBarVisibility = recorded('BrowserWindow.setMenuBarVisibility', undefined);
  readonly setMinimumSize = recorded('BrowserWindow.setMinimumSize', undefined);
  readonly setBackgroundColor = recorded('BrowserWindow.setBackgroundColor', undefined);
  readonly setIcon = recorded('BrowserWindow.setIcon', undefined);
  readonly setProgressBar = recorded('BrowserWindow.setProgressBar', undefined);
  readonly setSkipTaskbar = recorded('BrowserWindow.setSkipTaskbar', undefined);
  readonly setAlwaysOnTop = recorded('BrowserWindow.setAlwaysOnTop', undefined);
  readonly flashFrame = recorded('BrowserWindow.flashFrame', undefined);

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    browserContext(); // throws before the app is ready, as Electron does
    const {
      preload,
      sandbox = true,
      contextIsolation = true,
      nodeIntegration = false,
    } = options.webPreferences ?? {};
    if (!sandbox || !contextIsolation || nodeIntegration) {
      throw new Error(
        'The stand-in has only windows with a sandbox, context isolation and no node integration',
      );
    }
    const size = {
      width: options.width ?? DEFAULT_SIZE.width,
      height: options.height ?? DEFAULT_SIZE.height,
    };
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, ...size };
    this.#title = options.title ?? app.getName();
    this.#visible = options.show ?? true;
    this.#contents = new WebContents({ preload, size });
    this.#contents.once('dom-ready', () => this.emit('ready-to-show'));
    addWindow(this);
    app.emit('browser-window-created', {}, this);
    app.emit('web-contents-created', {}, this.#contents);
  }

  static getAllWindows(): Electron.BrowserWindow[] {
    return openWindows() as unknown as Electron.BrowserWindow[];
  }
  static getFocusedWindow(): Electron.BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isVisible()) ?? null;
  }
  static fromWebContents(contents: Electron.WebContents): Electron.BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }
  static fromId(id: number): Electron.BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null;
  }

  get webContents(): Electron.WebContents {
    return this.#contents as unknown as Electron.WebContents;
  }
  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }
  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(path).href);
  }
  reload(): void {
    this.#contents.reload();
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
    this.focus();
  }
  showInactive(): void {
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  focus(): void {
    this.emit('focus', {});
  }
  minimize(): void {
    this.#minimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isFocused(): boolean {
    return this.#visible && !this.#minimized;
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  isMaximized(): boolean {
    return false;
  }
  isFullScreen(): boolean {
    return false;
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    WebContents.resize(this.#contents, { width: this.#bounds.width, height: this.#bounds.height });
    this.emit('resize');
  }
  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getContentSize(): number[] {
    return this.getSize();
  }
  setContentSize(width: number, height: number): void {
    this.setSize(width, height);
  }

  close(): void {
    let stays = false;
    this.emit('close', { preventDefault: () => (stays = true) });
    if (!stays) this.destroy();
  }
  destroy(): void {
    if (!removeWindow(this)) return;
    this.#destroyed = true;
    this.#contents.close();
    this.emit('closed');
    if (openWindows().length > 0 || app.emit('window-all-closed')) return;
    app.quit(); // nobody listened: Electron's default
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
}
