import { EventEmitter } from 'node:events';
import { rm } from 'node:fs/promises';
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
  showOpenDialog: recorded('dialog.showOpenDialog', Promise.resolve({ canceled: true, filePaths: [] })),
  showSaveDialog: recorded('dialog.showSaveDialog', Promise.resolve({ canceled: true, filePath: '' })),
};

export const shell = {
  openExternal: recorded('shell.openExternal', Promise.resolve()),
  openPath: recorded('shell.openPath', Promise.resolve('')),
  showItemInFolder: recorded('shell.showItemInFolder', undefined),
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
  const facade = {
    setTemplateImage: recorded('nativeImage.setTemplateImage', undefined),
    toJSON: () => (typeof description === 'string' ? description : 'image'),
  };
  return facade as unknown as Electron.NativeImage;
}
export const nativeImage = {
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

/** Where the system plays by default, as Windows and macOS name it to pages; and the input that records it. */
let output = { label: 'Speakers', loopback: settings.loopbackLabel };

/** Not Electron's: null where pages are told no name, as on Linux. */
export const defaultOutput = (): { readonly label: string | null; readonly loopback: string } => ({
  ...output,
  label: settings.system === 'linux' ? null : output.label,
});

/** Not Electron's: a person plugs in a headset, or chooses another output. What records the one before goes on recording that. */
export function chooseOutput(label: string, loopback: string): void {
  output = { label, loopback };
}

/** macOS lets a program hear once it has asked the person itself. Elsewhere nobody is asked. */
type Access = ReturnType<Electron.SystemPreferences['getMediaAccessStatus']>;
let microphone: Access = settings.system === 'darwin' ? 'not-determined' : 'granted';
export const systemPreferences = {
  getMediaAccessStatus: (): Access => microphone,
  askForMediaAccess(media: 'microphone' | 'camera'): Promise<boolean> {
    recordCall('systemPreferences.askForMediaAccess', [media]);
    if (microphone === 'not-determined') microphone = settings.microphone;
    return Promise.resolve(microphone === 'granted');
  },
};

/** Not Electron's: whether the system lets the app hear. It does not say so: what is captured is silent then. */
export const microphoneIsHeard = (): boolean => microphone === 'granted';

/** Not Electron's: a person changes their mind in the system's settings. */
export function allowMicrophone(): void {
  microphone = 'granted';
}

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
};

/** Not Electron's: a person presses it, in whatever program. */
export function pressShortcut(accelerator: string): boolean {
  const run = shortcuts.get(accelerator);
  run?.();
  return run !== undefined;
}
