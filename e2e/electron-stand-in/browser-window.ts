import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { demand } from './enforce.ts';
import { WebContents } from './web-contents.ts';
import { addWindow, openWindows, removeWindow } from './windows.ts';

const DEFAULT_SIZE = { width: 800, height: 600 };
let nextId = 1;

/** A window is a Chromium page of its size. Whether it is shown, and where, is only remembered. */
export class BrowserWindow extends EventEmitter {
  readonly id = nextId++;
  readonly #contents: WebContents;
  #visible: boolean;
  #minimized = false;
  #destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    demand('BrowserWindow.new');
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

  get webContents(): Electron.WebContents {
    return this.#contents as unknown as Electron.WebContents;
  }
  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
    this.focus();
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
  isMinimized(): boolean {
    return this.#minimized;
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
