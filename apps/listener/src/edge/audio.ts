import type { AudioPort, PlayResult } from '../core/ports.ts';
import { silentWav } from './silent-wav.ts';

/** The one audio element of the page, in its HTML from the start. Only what is on it changes. */
export class ElementAudio implements AudioPort<MediaStream> {
  readonly #element: HTMLAudioElement;
  readonly #silence = URL.createObjectURL(silentWav());
  #wanted = false;
  #turn = 0;
  onInterrupted: ((interrupted: boolean) => void) | null = null;

  constructor(element: HTMLAudioElement) {
    this.#element = element;
    element.addEventListener('pause', () => {
      // By the time the event comes, a change of what is on may have started it again.
      if (this.#wanted && element.paused) this.onInterrupted?.(true);
    });
    element.addEventListener('playing', () => {
      if (this.#wanted) this.onInterrupted?.(false);
    });
  }

  async play(stream: MediaStream | null): Promise<PlayResult> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#wanted = true;
    this.#put(stream);
    try {
      await this.#element.play();
      return turn === this.#turn ? 'playing' : 'replaced';
    } catch (error) {
      if (turn !== this.#turn) return 'replaced';
      return error instanceof DOMException && error.name === 'NotAllowedError' ? 'blocked' : 'replaced';
    }
  }

  stop(): void {
    this.#turn += 1;
    this.#wanted = false;
    this.#element.pause();
    this.#element.srcObject = null;
    this.#element.removeAttribute('src');
    this.#element.load();
  }

  get volume(): number {
    return this.#element.volume;
  }

  set volume(volume: number) {
    this.#element.volume = volume;
  }

  /** iPhones ignore it: there, only the buttons on the side set the volume. */
  canSetVolume(): boolean {
    const before = this.#element.volume;
    this.#element.volume = 0.5;
    const took = this.#element.volume === 0.5;
    this.#element.volume = before;
    return took;
  }

  #put(stream: MediaStream | null): void {
    const element = this.#element;
    if (stream) {
      if (element.srcObject === stream) return;
      element.removeAttribute('src');
      element.loop = false;
      element.srcObject = stream;
      return;
    }
    if (element.srcObject === null && element.src === this.#silence) return;
    element.srcObject = null;
    element.loop = true;
    element.src = this.#silence;
  }
}
