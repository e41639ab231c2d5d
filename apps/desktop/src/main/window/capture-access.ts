import type { CaptureKind } from '@mauzin/desktop-contract';
import type { SystemPreferences, WebContents } from 'electron';

export interface CaptureAccessOptions {
  /** The window's page. */
  readonly contents: Pick<WebContents, 'executeJavaScript'>;
  /** macOS' answer to whether the program may hear; null where nobody is asked. */
  readonly microphone: Pick<SystemPreferences, 'askForMediaAccess' | 'getMediaAccessStatus'> | null;
  readonly log: (line: string) => void;
}

/** Gives the window's page what it needs for its next capture. */
export class CaptureAccess {
  readonly #options: CaptureAccessOptions;
  /** What macOS said last. */
  #told: boolean | null = null;

  constructor(options: CaptureAccessOptions) {
    this.#options = options;
  }

  /** Resolves with whether the page may try. Never rejects. */
  async prepare(kind: CaptureKind): Promise<boolean> {
    try {
      return await (kind === 'microphone' ? this.#askForMicrophone() : this.#activate());
    } catch (error) {
      this.#options.log(`a capture could not be prepared: ${String(error)}`);
      // Then the page's own try says what is wrong.
      return true;
    }
  }

  /** Chromium lets a page have the system's sound only soon after a person's gesture; a script of main's may be one. */
  async #activate(): Promise<boolean> {
    await this.#options.contents.executeJavaScript('0', true);
    return true;
  }

  /**
   * Electron's own permission says nothing to macOS, which then hands out silence for ever. It asks the person the first time, and
   * answers with what they said then or in its settings later on.
   */
  async #askForMicrophone(): Promise<boolean> {
    const { log, microphone } = this.#options;
    if (!microphone) return true;
    const isGranted =
      microphone.getMediaAccessStatus('microphone') === 'granted' ||
      (await microphone.askForMediaAccess('microphone'));
    if (isGranted !== this.#told) log(`macOS ${isGranted ? 'allows' : 'forbids'} the microphone`);
    this.#told = isGranted;
    return isGranted;
  }
}
