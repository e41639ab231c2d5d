import type { Processing } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import type { InputDevice } from '../devices/devices.ts';
import {
  type MediaPort,
  type OpenSound,
  openSound,
  type SoundRequest,
  type SoundTrouble,
  stopStream,
} from '../open-sound.ts';
import { SoundFlow } from './sound-flow.ts';

export type CaptureState =
  | { readonly name: 'opening' }
  /** `device`: null for the system's own sound. */
  | { readonly name: 'open'; readonly stream: MediaStream; readonly device: InputDevice | null }
  | { readonly name: 'troubled'; readonly trouble: SoundTrouble };

export interface CaptureOptions extends SoundRequest {
  readonly media: MediaPort;
  readonly clock: ClockPort;
  readonly onState: (state: CaptureState) => void;
}

/** Tries again by itself after this long, ms, then twice as long, and so on; a change of devices tries at once. */
const firstRetryMs: Record<SoundTrouble, number> = { missing: 5_000, denied: 5_000, failed: 1_000 };
const lastRetryMs = 15_000;
/** An input that ends sooner than this after it was opened, ms, must not be opened as fast as it ends. */
const briefMs = 2_000;
/** A device that takes longer to open, ms, is said to have failed; if it opens after all, it is taken. */
const patienceMs = 5_000;
/** A device that was lost has to deliver sound within this, ms, before it is believed to be back. */
const proofMs = 3_000;
/** Least time between two openings of an input that falls behind, ms. */
const behindEveryMs = 60_000;
/** Most tries to open an open input anew, before it is left as it is: not every system opens a device twice. */
const mostRenewals = 3;
/** The stream before plays on for so long, ms, while the graph fades over to the new one. */
const lingerMs = 200;

/** An input that was opened and has yet to show that it gives anything. */
interface Proof {
  readonly sound: OpenSound;
  readonly flow: SoundFlow;
  readonly untilMs: number;
}

/** One input's sound: opened, watched, and taken back when its device returns. */
export class Capture {
  readonly #options: CaptureOptions;
  #processing: Processing;
  #state: CaptureState = { name: 'opening' };
  #flow: SoundFlow | null = null;
  #attempt: object | null = null;
  /** The attempt takes too long to be waited for. */
  #overdue = false;
  #failures = 0;
  #openedAtMs = 0;
  /** The device was lost: that it can be opened proves nothing yet, and what is heard in its place must not go too early. */
  #distrusted = false;
  #proving: Proof | null = null;
  readonly #leaving = new Map<MediaStream, () => void>();
  #cancelRetry: (() => void) | null = null;
  #cancelPatience: (() => void) | null = null;
  #closed = false;

  constructor(options: CaptureOptions) {
    this.#options = options;
    this.#processing = options.processing;
  }

  get state(): CaptureState {
    return this.#state;
  }

  /** The device that is open. */
  get device(): InputDevice | null {
    return this.#state.name === 'open' ? this.#state.device : null;
  }

  /** When it was opened, in the clock's time. */
  get openedAtMs(): number {
    return this.#openedAtMs;
  }

  /** Opens the sound unless it is open or being opened. The devices may have changed: tries begin anew. */
  open(): void {
    const opening = this.#attempt !== null && !this.#overdue;
    if (opening || this.#proving || this.#state.name === 'open') return;
    this.#failures = 0;
    this.#try();
  }

  /** Opens it anew, and plays on what there is until the new one is there. */
  renew(processing: Processing = this.#processing): void {
    this.#processing = processing;
    this.#failures = 0;
    this.#dropProof();
    this.#try();
  }

  /** Looks whether sound still comes; to be called a few times a second. */
  check(): void {
    const now = this.#options.clock.now();
    if (this.#proving) this.#checkProof(this.#proving, now);
    if (this.#state.name !== 'open') return;
    const flow = this.#flow?.check(now) ?? 'fine';
    if (flow === 'behind' && !this.#attempt && now - this.#openedAtMs >= behindEveryMs) this.renew();
    if (flow === 'stalled') this.#stalled();
  }

  /** The open device is not among the system's any more, whatever its track says. */
  unplugged(): void {
    if (this.#state.name === 'open') this.#ended();
  }

  /** Lets go of the device when the graph has faded over to another one. Idempotent. */
  leave(): void {
    if (this.#closed || this.#state.name !== 'open') return this.close();
    const { stream } = this.#state;
    this.#state = { name: 'opening' };
    this.close();
    this.#options.clock.after(lingerMs, () => stopStream(stream));
    return undefined;
  }

  /** Lets go of the device. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelRetry?.();
    this.#cancelPatience?.();
    this.#dropProof();
    if (this.#state.name === 'open') stopStream(this.#state.stream);
    for (const [stream, cancel] of this.#leaving) {
      cancel();
      stopStream(stream);
    }
    this.#leaving.clear();
  }

  #try(): void {
    if (this.#closed) return;
    this.#cancelRetry?.();
    this.#cancelPatience?.();
    const attempt = {};
    this.#attempt = attempt;
    this.#overdue = false;
    const { clock, find, kind, media } = this.#options;
    // The person may be asked about the system's sound, and may take their time.
    if (kind !== 'system') this.#cancelPatience = clock.after(patienceMs, () => this.#delayed());
    void openSound(media, { kind, find, processing: this.#processing }).then((opened) => {
      if (attempt !== this.#attempt || this.#closed) {
        if (opened.ok) stopStream(opened.stream);
        return undefined;
      }
      this.#attempt = null;
      this.#cancelPatience?.();
      if (!opened.ok) this.#refused(opened.trouble);
      else if (this.#distrusted) this.#prove(opened);
      else this.#hold(opened);
      return undefined;
    });
  }

  #prove(sound: OpenSound): void {
    const [track] = sound.stream.getAudioTracks();
    const now = this.#options.clock.now();
    if (!track) return this.#hold(sound);
    this.#proving = { sound, flow: new SoundFlow(track, now), untilMs: now + proofMs };
    return undefined;
  }

  #checkProof({ flow, sound, untilMs }: Proof, now: number): void {
    flow.check(now);
    if (flow.flowing) {
      this.#proving = null;
      this.#distrusted = false;
      this.#hold(sound);
    } else if (now >= untilMs) {
      this.#dropProof();
      this.#refused('failed');
    }
  }

  #dropProof(): void {
    if (this.#proving) stopStream(this.#proving.sound.stream);
    this.#proving = null;
  }

  #hold({ device, stream }: OpenSound): void {
    const before = this.#state;
    const { clock, kind } = this.#options;
    for (const track of stream.getAudioTracks()) {
      track.addEventListener('ended', () => {
        if (this.#state.name === 'open' && this.#state.stream === stream) this.#ended();
      });
      // Where nothing is played, some systems deliver nothing of their own sound.
      this.#flow = kind === 'system' ? null : new SoundFlow(track, clock.now());
    }
    this.#openedAtMs = clock.now();
    this.#set({ name: 'open', stream, device });
    if (before.name === 'open') this.#linger(before.stream);
  }

  #linger(stream: MediaStream): void {
    const cancel = this.#options.clock.after(lingerMs, () => {
      this.#leaving.delete(stream);
      stopStream(stream);
    });
    this.#leaving.set(stream, cancel);
  }

  /** The device was pulled out, or the permission taken back: find out which by trying once more. */
  #ended(): void {
    const brief = this.#options.clock.now() - this.#openedAtMs < briefMs;
    this.#lose(brief ? 'failed' : 'missing');
    if (brief && !this.#attempt) this.#retryLater('failed');
    else this.open();
  }

  #stalled(): void {
    this.#lose('failed');
    if (this.#attempt) return;
    if (this.#failures > 0) return this.#retryLater('failed');
    this.#failures = 1;
    return this.#try();
  }

  #lose(trouble: SoundTrouble): void {
    if (this.#state.name === 'open') stopStream(this.#state.stream);
    if (this.#options.clock.now() - this.#openedAtMs >= briefMs) this.#failures = 0;
    this.#flow = null;
    // The system's own sound may be silent for long, and then delivers nothing at all.
    this.#distrusted = this.#options.kind !== 'system';
    this.#set({ name: 'troubled', trouble });
  }

  #refused(trouble: SoundTrouble): void {
    // An input that could not be opened anew plays on as it was.
    if (this.#state.name !== 'open') this.#set({ name: 'troubled', trouble });
    else if (this.#failures >= mostRenewals) return;
    this.#retryLater(trouble);
  }

  #delayed(): void {
    this.#overdue = true;
    if (this.#state.name === 'opening') this.#set({ name: 'troubled', trouble: 'failed' });
  }

  #retryLater(trouble: SoundTrouble): void {
    const waitMs = Math.min(lastRetryMs, firstRetryMs[trouble] * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#options.clock.after(waitMs, () => this.#try());
  }

  #set(state: CaptureState): void {
    if (this.#closed) return;
    const before = this.#state;
    this.#state = state;
    if (state.name === 'troubled' && before.name === 'troubled' && state.trouble === before.trouble) return;
    this.#options.onState(state);
  }
}
