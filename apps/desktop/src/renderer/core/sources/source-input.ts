import type { LostDeviceFallback, Processing, SavedSource } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import type { DeviceShares } from '../devices/device-shares.ts';
import { allInputs, type DeviceInfo, type InputDevice } from '../devices/devices.ts';
import type { MediaPort, SoundTrouble } from '../open-sound.ts';
import { Capture } from './capture.ts';

/** How a source stands. `stand-in`: its device is away, and the one of this label is heard in its place. */
export type SourceState =
  | { readonly name: 'opening' }
  | { readonly name: 'open'; readonly stream: MediaStream }
  | { readonly name: 'stand-in'; readonly stream: MediaStream; readonly label: string }
  | { readonly name: SoundTrouble };

export interface SourceInputOptions {
  readonly media: MediaPort;
  readonly clock: ClockPort;
  readonly shares: DeviceShares;
  readonly source: SavedSource;
  readonly whenLost: LostDeviceFallback;
  readonly onState: (state: SourceState) => void;
  /** The device was found under another id or name than the saved one. */
  readonly onFound: (device: InputDevice) => void;
}

/** Looks in a row that miss an open device, before it is believed to be gone. */
const looksUntilGone = 2;

/** One source's sound: its own device's, or, while that is away, what the admin chose in its place. */
export class SourceInput {
  readonly #options: SourceInputOptions;
  #source: SavedSource;
  #whenLost: LostDeviceFallback;
  #own: Capture;
  #standIn: Capture | null = null;
  #state: SourceState = { name: 'opening' };
  #missedLooks = 0;
  #closed = false;

  constructor(options: SourceInputOptions) {
    this.#options = options;
    this.#source = options.source;
    this.#whenLost = options.whenLost;
    this.#own = this.#captureOwn();
  }

  get state(): SourceState {
    return this.#state;
  }

  /** Opens the sound for the first time. */
  open(): void {
    this.#own.open();
  }

  /** The source as it is chosen now. Another device or processing is opened at once; nothing else is touched. */
  follow(source: SavedSource, whenLost: LostDeviceFallback): void {
    const before = this.#source;
    this.#source = source;
    if (whenLost !== this.#whenLost) {
      this.#whenLost = whenLost;
      this.#dropStandIn();
    }
    if (this.#isOther(before, source)) {
      this.#own.close();
      this.#own = this.#captureOwn();
      this.#own.open();
    } else if (source.kind !== 'system' && !sameProcessing(before.processing, source.processing)) {
      this.#own.renew(source.processing);
      this.#standIn?.renew(source.processing);
    }
    this.#show();
  }

  /** To be told of each look at the devices. */
  saw(devices: readonly DeviceInfo[], changed: boolean): void {
    this.#noticeUnplugged(devices);
    if (!changed) return;
    this.#own.open();
    this.#standIn?.open();
    this.#show();
  }

  /** Another source has, or wants, the device that is heard in place of this one's: it is given up for another. */
  yieldStandIn(): void {
    if (!this.#options.shares.isContested(this.#source.id)) return;
    this.#dropStandIn();
    this.#show();
  }

  /** The system prefers another input now. */
  defaultChanged(): void {
    for (const capture of this.#captures()) if (capture.device?.deviceId === 'default') capture.renew();
  }

  /** What this computer plays may be played elsewhere now: opened anew, while what there was plays on. Nothing for other sources. */
  renewSystem(): void {
    if (this.#source.kind === 'system' && this.#own.state.name === 'open') this.#own.renew();
  }

  /** Opens everything anew: the machine slept, and what was open may be deaf. */
  renew(): void {
    for (const capture of this.#captures()) capture.renew();
  }

  /** Opens anew what has been bound to one device since before this time: it may have been moved to another one. */
  renewBound(beforeMs: number): void {
    for (const capture of this.#captures()) {
      const bound = capture.device !== null && capture.device.deviceId !== 'default';
      if (bound && capture.openedAtMs < beforeMs) capture.renew();
    }
  }

  /** Looks whether sound still comes; to be called a few times a second. */
  check(): void {
    for (const capture of this.#captures()) capture.check();
  }

  /** Lets go of every device. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#own.close();
    this.#standIn?.close();
    this.#standIn = null;
    this.#options.shares.release(this.#source.id);
  }

  #captureOwn(): Capture {
    const { clock, media, shares } = this.#options;
    const { kind, processing } = this.#source;
    const capture: Capture = new Capture({
      media,
      clock,
      kind,
      processing,
      find: (available) => shares.find(this.#source, available),
      onState: () => {
        if (capture !== this.#own) return;
        this.#show();
        this.#tellWhereFound();
      },
    });
    return capture;
  }

  #captureStandIn(): Capture {
    const { clock, media, shares } = this.#options;
    const capture: Capture = new Capture({
      media,
      clock,
      kind: 'device',
      processing: this.#source.processing,
      find: (available) => shares.findStandIn(this.#source, this.#whenLost, available),
      onState: () => {
        if (capture === this.#standIn) this.#show();
      },
    });
    return capture;
  }

  /** Works out what is heard now. The sound before is let go only after the graph has the new one. */
  #show(): void {
    if (this.#closed) return;
    const own = this.#own.state;
    if (own.name === 'open') {
      this.#set({ name: 'open', stream: own.stream });
      this.#standIn?.leave();
      this.#dropStandIn();
    } else if (own.name === 'troubled') {
      this.#showTroubled(own.trouble);
    } else if (this.#standIn?.state.name !== 'open') {
      this.#set({ name: 'opening' });
    }
  }

  #showTroubled(trouble: SoundTrouble): void {
    const mayStandIn = trouble !== 'denied' && this.#source.kind !== 'system' && this.#whenLost !== 'silence';
    if (!mayStandIn) {
      this.#dropStandIn();
    } else if (!this.#standIn) {
      this.#standIn = this.#captureStandIn();
      this.#standIn.open();
    }
    const heard = this.#standIn?.state;
    if (heard?.name !== 'open') return this.#set({ name: trouble });
    return this.#set({ name: 'stand-in', stream: heard.stream, label: heard.device?.label ?? '' });
  }

  #dropStandIn(): void {
    this.#standIn?.close();
    this.#standIn = null;
    this.#options.shares.release(this.#source.id);
  }

  #tellWhereFound(): void {
    const { device } = this.#own;
    const source = this.#source;
    if (!device || source.kind !== 'device') return;
    if (device.deviceId !== source.deviceId || device.label !== source.label) this.#options.onFound(device);
  }

  /** An open device that is gone from the system's list, whatever its track says. */
  #noticeUnplugged(devices: readonly DeviceInfo[]): void {
    const { device } = this.#own;
    // Rows without an id stand for devices that may not be seen.
    const hidden = devices.some(({ deviceId, kind }) => kind === 'audioinput' && deviceId === '');
    const listed = allInputs(devices).some(({ deviceId }) => deviceId === device?.deviceId);
    const gone = device !== null && !hidden && !listed;
    this.#missedLooks = gone ? this.#missedLooks + 1 : 0;
    if (this.#missedLooks >= looksUntilGone) this.#own.unplugged();
  }

  /** Whether another device was chosen; the one that was found already is no other. */
  #isOther(before: SavedSource, now: SavedSource): boolean {
    if (before.kind !== now.kind) return true;
    if (before.kind !== 'device' || now.kind !== 'device') return false;
    return now.deviceId !== before.deviceId && now.deviceId !== this.#own.device?.deviceId;
  }

  #captures(): readonly Capture[] {
    return this.#standIn ? [this.#own, this.#standIn] : [this.#own];
  }

  #set(state: SourceState): void {
    if (state.name === this.#state.name && streamOf(state) === streamOf(this.#state)) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

/** What is heard of a source; null: nothing. */
export const streamOf = (state: SourceState): MediaStream | null => ('stream' in state ? state.stream : null);

const sameProcessing = (a: Processing, b: Processing): boolean =>
  a.autoGainControl === b.autoGainControl &&
  a.echoCancellation === b.echoCancellation &&
  a.noiseSuppression === b.noiseSuppression;
