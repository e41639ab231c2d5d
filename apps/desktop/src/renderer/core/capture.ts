import type { ClockPort, SavedSource } from '@mauzin/shared';

import { type FindDevice, type MediaPort, openSound, type SoundTrouble } from './open-sound.ts';

export type CaptureState =
  | { readonly name: 'opening' }
  | { readonly name: 'open'; readonly stream: MediaStream }
  | { readonly name: 'troubled'; readonly trouble: SoundTrouble };

export interface CaptureOptions {
  readonly media: MediaPort;
  readonly clock: ClockPort;
  readonly source: SavedSource;
  readonly find: FindDevice;
  readonly onState: (state: CaptureState) => void;
  /** The device was found under another id or name than the saved one. */
  readonly onFound: (device: { deviceId: string; label: string }) => void;
}

/** Tries again by itself after this long, ms; a change of devices tries at once. */
const retryMs: Record<SoundTrouble, number> = { missing: 5_000, denied: 5_000, failed: 2_000 };

/** One source's sound: opened, watched, and taken back when its device returns. */
export class Capture {
  readonly #options: CaptureOptions;
  #state: CaptureState = { name: 'opening' };
  #attempt: object | null = null;
  #cancelRetry: (() => void) | null = null;
  #openedAtMs = 0;
  #closed = false;

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  get state(): CaptureState {
    return this.#state;
  }

  /** Opens the sound unless it is open or being opened. */
  open(): void {
    if (this.#closed || this.#attempt || this.#state.name === 'open') return;
    this.#cancelRetry?.();
    const attempt = {};
    this.#attempt = attempt;
    const { find, media, source } = this.#options;
    void openSound(media, source.kind, find).then((opened) => {
      if (attempt !== this.#attempt || this.#closed) {
        if (opened.ok) stop(opened.stream);
        return undefined;
      }
      this.#attempt = null;
      if (opened.ok) this.#hold(opened.stream, opened.device);
      else this.#trouble(opened.trouble);
      return undefined;
    });
  }

  /** Lets go of the device. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelRetry?.();
    if (this.#state.name === 'open') stop(this.#state.stream);
  }

  #hold(stream: MediaStream, device: { deviceId: string; label: string } | null): void {
    for (const track of stream.getAudioTracks()) {
      track.addEventListener('ended', () => {
        if (this.#state.name === 'open' && this.#state.stream === stream) this.#ended(stream);
      });
    }
    this.#openedAtMs = this.#options.clock.now();
    this.#set({ name: 'open', stream });
    const { source } = this.#options;
    if (device && source.kind === 'device' && !sameDevice(device, source)) this.#options.onFound(device);
  }

  /** The device was pulled out, or the permission taken back: find out which by trying once more. */
  #ended(stream: MediaStream): void {
    stop(stream);
    // One that ends as soon as it is opened must not be opened as fast as it ends.
    if (this.#options.clock.now() - this.#openedAtMs < retryMs.failed) return this.#trouble('failed');
    this.#set({ name: 'troubled', trouble: 'missing' });
    return this.open();
  }

  #trouble(trouble: SoundTrouble): void {
    this.#set({ name: 'troubled', trouble });
    this.#cancelRetry = this.#options.clock.after(retryMs[trouble], () => this.open());
  }

  #set(state: CaptureState): void {
    if (this.#closed) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

const sameDevice = (
  a: { deviceId: string; label: string },
  b: { deviceId: string; label: string },
): boolean => a.deviceId === b.deviceId && a.label === b.label;

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
