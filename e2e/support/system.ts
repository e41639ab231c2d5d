import { expect } from 'vitest';

import { type DesktopApp, electronPath, onlyWhere } from '../src/index.ts';
import type { Person } from '../electron-stand-in/person.ts';

declare global {
  /** In the main process of an app on the stand-in. */
  var person: Person;
}

/** The stand-in shows what happens outside the window, and lets a test do what a person does there. */
const seesSystem = electronPath() === null;
/** For tests of the tray, the global shortcut, sleeping and waking. */
export const whereSystemIsSeen = onlyWhere(
  seesSystem
    ? null
    : 'on a real Electron only a person can look at the tray, press keys and let the machine sleep',
);

/** What the app told and asked the system around its window. */
export class System {
  readonly #app: DesktopApp;

  constructor(app: DesktopApp) {
    this.#app = app;
  }

  /** Waits until a notification was shown whose title and text match. On a real Electron nobody can tell: it says so. */
  async expectNotification(pattern: RegExp, timeout = 10_000): Promise<void> {
    if (!seesSystem) return console.log(`not looked at on Electron: the notification ${pattern}`);
    const shown = async (): Promise<string> =>
      (await this.#app.calls())
        .filter(({ api }) => api === 'Notification.show')
        .map(({ args: [note] }) => {
          const { body, title } = note as { title: string; body: string };
          return `${title}: ${body}`;
        })
        .join('\n');
    await expect.poll(shown, { timeout }).toMatch(pattern);
  }

  pressShortcut(accelerator: string): Promise<boolean> {
    return this.#app.evaluate((_electron, keys) => globalThis.person.pressShortcut(keys), accelerator);
  }

  trayItems(): Promise<string[]> {
    return this.#app.evaluate(() => globalThis.person.trayItems(), null);
  }

  clickTray(label: string): Promise<boolean> {
    return this.#app.evaluate((_electron, item) => globalThis.person.clickTray(item), label);
  }

  unlockKeyring(): Promise<void> {
    return this.#app.evaluate(() => globalThis.person.unlockKeyring(), null);
  }

  /** Where the computer plays from now on, by the output's name and that of the input which records it. */
  async chooseOutput(label: string, loopback: string): Promise<void> {
    await this.#app.evaluate((_electron, to) => globalThis.person.chooseOutput(to.label, to.loopback), {
      label,
      loopback,
    });
  }

  /** In macOS' own settings. */
  allowMicrophone(): Promise<void> {
    return this.#app.evaluate(() => globalThis.person.allowMicrophone(), null);
  }

  /** The next question where to save is answered with this path. */
  async saveAs(path: string): Promise<void> {
    await this.#app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
  }

  /** The machine sleeps for a moment and wakes. */
  async sleepAndWake(): Promise<void> {
    await this.#app.evaluate(({ powerMonitor }) => {
      powerMonitor.emit('suspend');
      powerMonitor.emit('resume');
    }, null);
  }
}
