import type { DesktopApp } from '../../src/index.ts';
import type { Person } from '../../electron-stand-in/person.ts';

declare global {
  /** In the main process of an app on the stand-in. */
  var person: Person;
}

/** What the app told and asked the system around its window. On the stand-in only: elsewhere a person would have to look. */
export class System {
  readonly #app: DesktopApp;

  constructor(app: DesktopApp) {
    this.#app = app;
  }

  /** Titles and texts of the notifications so far. */
  async notifications(): Promise<string[]> {
    const calls = await this.#app.calls();
    return calls
      .filter(({ api }) => api === 'Notification.show')
      .map(({ args: [shown] }) => {
        const { body, title } = shown as { title: string; body: string };
        return `${title}: ${body}`;
      });
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
