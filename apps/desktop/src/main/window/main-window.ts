import type { EventName, EventPayloads } from '@mauzin/desktop-contract';
import type { BrowserWindow } from 'electron';

import { tell } from '../ipc.ts';
import type { Questions } from './questions.ts';

/** A station on the air, as far as a window may end that. */
interface Stoppable {
  setLive(live: false, by: 'person'): void;
}

/** The one window that people see, from before it is opened until after it is gone. */
export class MainWindow {
  #window: BrowserWindow | null = null;

  hold(window: BrowserWindow): void {
    this.#window = window;
  }

  /** Brings it to the front. */
  show(): void {
    const window = this.#open;
    if (window?.isMinimized()) window.restore();
    window?.show();
    window?.focus();
  }

  tell<N extends EventName>(name: N, payload: EventPayloads[N]): void {
    tell(this.#open?.webContents ?? null, name, payload);
  }

  /** The tray or the shortcut was used: the window asks as its button would; where it cannot, the system does. */
  askToStop(station: Stoppable, questions: Questions): void {
    if (this.#open?.webContents.isCrashed() === false) {
      this.show();
      return this.tell('ask-to-stop', undefined);
    }
    void questions.mayStop().then((stop) => (stop ? station.setLive(false, 'person') : undefined));
  }

  get #open(): BrowserWindow | null {
    return this.#window?.isDestroyed() === false ? this.#window : null;
  }
}
