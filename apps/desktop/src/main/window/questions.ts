import { desktopTexts, systemTexts } from '@mauzin/desktop-contract';
import type { Language } from '@mauzin/shared';
import type { Dialog } from 'electron';

/** Asks a person something before the broadcast ends; a second time only once the first is answered. */
export class Questions {
  readonly #dialog: Pick<Dialog, 'showMessageBox'>;
  readonly #language: () => Language;
  #asking: Promise<boolean> | null = null;

  constructor(dialog: Pick<Dialog, 'showMessageBox'>, language: () => Language) {
    this.#dialog = dialog;
    this.#language = language;
  }

  /** Closing the window ends the broadcast. True when that is meant. */
  mayClose(): Promise<boolean> {
    const { close, detail, question, stay } = desktopTexts[this.#language()].close;
    return this.#ask(question, close, stay, detail);
  }

  /** Asked where there is no window that could. True when that is meant. */
  mayStop(): Promise<boolean> {
    const { question, stay, stop } = systemTexts[this.#language()].stop;
    return this.#ask(question, stop, stay);
  }

  #ask(message: string, yes: string, no: string, detail = ''): Promise<boolean> {
    // Whoever asks while a question is open gets no answer of their own.
    if (this.#asking) return Promise.resolve(false);
    this.#asking = this.#dialog
      .showMessageBox({ type: 'question', message, detail, buttons: [yes, no], defaultId: 1, cancelId: 1 })
      .then(({ response }) => response === 0)
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }
}
