import { EventEmitter } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { release } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordCall, recorded } from './calls.ts';
import { settings } from './settings.ts';

/** What talks to the system: recorded, since there is no desktop here to see it. */
const blockers = new Set<number>();
let nextBlocker = 1;
export const powerSaveBlocker = {
  start(type: Parameters<Electron.PowerSaveBlocker['start']>[0]): number {
    recordCall('powerSaveBlocker.start', [type]);
    blockers.add(nextBlocker);
    return nextBlocker++;
  },
  stop(id: number): boolean {
    recordCall('powerSaveBlocker.stop', [id]);
    return blockers.delete(id);
  },
  isStarted: (id: number): boolean => blockers.has(id),
};

/** Emits what a test makes it emit: `suspend`, `resume`, … */
export const powerMonitor = new EventEmitter();

/**
 * No key chain here: enough that a stored secret is not readable in its file. Begins as Chromium marks what a keyring of Linux sealed.
 * The synchronous calls are left out, since they stop all of main while the keyring is locked; so no app may need them.
 */
const SEAL = 'v11stand-in:';
/** Where the keyring is locked nothing is answered until a person unlocks it. */
let unlock: () => void = () => undefined;
const keyring =
  settings.keyring === 'locked' ? new Promise<void>((done) => (unlock = done)) : Promise.resolve();
export const safeStorage = {
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    await keyring;
    return true;
  },
  async encryptStringAsync(text: string): Promise<Buffer> {
    await keyring;
    return Buffer.from(SEAL + Buffer.from(text).toString('base64'));
  },
  async decryptStringAsync(sealed: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    await keyring;
    const text = sealed.toString();
    if (!text.startsWith(SEAL)) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
    }
    const result = Buffer.from(text.slice(SEAL.length), 'base64').toString();
    return { result, shouldReEncrypt: false };
  },
};

/** Not Electron's: a person enters the keyring's password. */
export function unlockKeyring(): void {
  unlock();
}

export const dialog = {
  showMessageBox: recorded('dialog.showMessageBox', Promise.resolve({ response: 0, checkboxChecked: false })),
  showErrorBox: recorded('dialog.showErrorBox', undefined),
  showOpenDialog: recorded('dialog.showOpenDialog', Promise.resolve({ canceled: true, filePaths: [] })),
  showSaveDialog: recorded('dialog.showSaveDialog', Promise.resolve({ canceled: true, filePath: '' })),
};

export const shell = {
  openExternal: recorded('shell.openExternal', Promise.resolve()),
  openPath: recorded('shell.openPath', Promise.resolve('')),
  showItemInFolder: recorded('shell.showItemInFolder', undefined),
  beep: recorded('shell.beep', undefined),
  /** There is no trash here. */
  async trashItem(path: string): Promise<void> {
    recordCall('shell.trashItem', [path]);
    await rm(path);
  },
};

let copied = '';
export const clipboard = {
  writeText(text: string): Promise<void> {
    recordCall('clipboard.writeText', [text]);
    copied = text;
    return Promise.resolve();
  },
  readText: (): Promise<string> => Promise.resolve(copied),
};

function image(description: unknown): Electron.NativeImage {
  const empty = description === undefined;
  const facade = {
    isEmpty: () => empty,
    getSize: () => ({ width: empty ? 0 : 16, height: empty ? 0 : 16 }),
    resize: () => facade,
    setTemplateImage: recorded('nativeImage.setTemplateImage', undefined),
    toJSON: () => (typeof description === 'string' ? description : 'image'),
  };
  return facade as unknown as Electron.NativeImage;
}
export const nativeImage = {
  createEmpty: (): Electron.NativeImage => image(undefined),
  createFromPath: (path: string): Electron.NativeImage => image(path),
  createFromDataURL: (url: string): Electron.NativeImage => image(url),
  createFromBuffer: (buffer: Buffer): Electron.NativeImage => image(buffer),
};

type ThemeSource = Electron.NativeTheme['themeSource'];
class NativeTheme extends EventEmitter {
  #source: ThemeSource = 'system';
  get themeSource(): ThemeSource {
    return this.#source;
  }
  set themeSource(source: ThemeSource) {
    this.#source = source;
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}
export const nativeTheme = new NativeTheme();

export const systemPreferences = {
  getMediaAccessStatus: (): 'granted' => 'granted',
  askForMediaAccess: (): Promise<boolean> => Promise.resolve(true),
};

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const display = {
  id: 1,
  bounds: area,
  workArea: area,
  workAreaSize: area,
  size: area,
  scaleFactor: 1,
  rotation: 0,
};
const displays = [display] as unknown as Electron.Display[];
export const screen = {
  getAllDisplays: (): Electron.Display[] => displays,
  getPrimaryDisplay: (): Electron.Display => display as unknown as Electron.Display,
  getDisplayMatching: (): Electron.Display => display as unknown as Electron.Display,
};

const shortcuts = new Map<string, () => void>();
/** What Electron takes as an accelerator, near enough: modifiers, then one key. */
const accelerators =
  /^(?:(?:Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)\+)*[^+\s]+$/;
export const globalShortcut = {
  register(accelerator: string, run: () => void): boolean {
    if (!accelerators.test(accelerator)) throw new TypeError('Error processing argument at index 0');
    if (shortcuts.has(accelerator)) return false;
    shortcuts.set(accelerator, run);
    return true;
  },
  unregister: (accelerator: string): void => void shortcuts.delete(accelerator),
  unregisterAll: (): void => shortcuts.clear(),
  isRegistered: (accelerator: string): boolean => shortcuts.has(accelerator),
};

const fileTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
export const net = {
  isOnline: (): boolean => true,
  /** Reads files too, which Node's own fetch does not. */
  async fetch(input: string | GlobalRequest, init?: RequestInit): Promise<GlobalResponse> {
    const url = typeof input === 'string' ? input : input.url;
    if (!url.startsWith('file:')) return await fetch(input, init);
    const path = fileURLToPath(url);
    const type = fileTypes[extname(path)] ?? 'application/octet-stream';
    return new Response(new Uint8Array(await readFile(path)), { headers: { 'content-type': type } });
  },
};

/** One screen, for apps that must name one to capture its sound. */
export const desktopCapturer = {
  getSources: (): Promise<Electron.DesktopCapturerSource[]> =>
    Promise.resolve([
      {
        id: 'screen:0:0',
        name: `Screen (${release()})`,
        display_id: '1',
        thumbnail: image(undefined),
        appIcon: image(undefined),
      },
    ]),
};

/** Not Electron's: a person presses it, in whatever program. */
export function pressShortcut(accelerator: string): boolean {
  const run = shortcuts.get(accelerator);
  run?.();
  return run !== undefined;
}
