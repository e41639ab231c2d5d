import type { LostDeviceFallback, SavedSource, SourceSound } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import { DeviceShares } from '../devices/device-shares.ts';
import type { DeviceChange } from '../devices/device-watch.ts';
import type { DeviceInfo, InputDevice } from '../devices/devices.ts';
import type { Mixer } from '../mix/mixer.ts';
import type { MediaPort } from '../open-sound.ts';
import { CatchUp } from './catch-up.ts';
import { ZerosWatch } from './zeros-watch.ts';
import { SourceInput, type SourceState, streamOf } from './source-input.ts';

export interface SourceInputsOptions {
  readonly media: MediaPort;
  readonly clock: ClockPort;
  readonly mixer: Pick<Mixer, 'setInput' | 'renewInput' | 'setStrip' | 'meterOf' | 'remove'>;
  /** PulseAudio moves a capture away from its device when that was the system's default and another one becomes it. */
  readonly capturesMayMove: boolean;
  /** Makes another stream object of the same tracks. */
  readonly sameTracks: (stream: MediaStream) => MediaStream;
  readonly onChange: () => void;
  readonly onFound: (id: string, device: InputDevice) => void;
}

interface Entry {
  readonly input: SourceInput;
  catchUp: CatchUp;
  zeros: ZerosWatch;
}

/** A new device becomes the system's default within this, ms, if it does. */
const settledMs = 1_000;

/** Keeps one input for each source, and connects what it gives to the mix. Nothing here touches the connection that carries the mix. */
export class SourceInputs {
  readonly #options: SourceInputsOptions;
  readonly #shares = new DeviceShares();
  readonly #entries = new Map<string, Entry>();
  #cancelSettled: (() => void) | null = null;

  constructor(options: SourceInputsOptions) {
    this.#options = options;
  }

  /** How each source stands, by its id. */
  get sounds(): Readonly<Record<string, SourceSound>> {
    return this.#collect(({ name }) => name);
  }

  /** What is heard in place of a lost device, by the source's id. */
  get standIns(): Readonly<Record<string, string>> {
    return this.#collect((state) => (state.name === 'stand-in' ? state.label : null));
  }

  /** The sources as they are chosen now. */
  follow(sources: readonly SavedSource[], whenLost: LostDeviceFallback): void {
    this.#shares.follow(sources);
    const wanted = new Set(sources.map(({ id }) => id));
    for (const id of this.#entries.keys()) if (!wanted.has(id)) this.#drop(id);
    for (const source of sources) {
      const entry = this.#entries.get(source.id);
      if (entry) entry.input.follow(source, whenLost);
      else this.#add(source, whenLost);
      this.#options.mixer.setStrip(source.id, source);
    }
    this.#shareOut();
  }

  /** To be told of each look at the devices. */
  saw(devices: readonly DeviceInfo[], change: DeviceChange): void {
    this.#shares.saw(devices);
    for (const { input } of this.#entries.values()) input.saw(devices, change.devices);
    if (change.defaultInput) for (const { input } of this.#entries.values()) input.defaultChanged();
    if (change.defaultOutput) for (const { input } of this.#entries.values()) input.renewSystem();
    if (change.inputAdded && this.#options.capturesMayMove) this.#renewBoundSoon();
  }

  /** Opens every input anew: the machine slept. */
  renew(): void {
    for (const { input } of this.#entries.values()) input.renew();
  }

  /** A person comes back from the system's question whether the app may hear: what only gave zeros so far is opened anew. */
  regained(): void {
    for (const { input, zeros } of this.#entries.values()) {
      if (streamOf(input.state) && !zeros.hasSounded) input.renew();
    }
  }

  /** Looks whether sound still comes from each; to be called a few times a second. `isMeasured`: the mix runs. */
  check({ isMeasured }: { readonly isMeasured: boolean }): void {
    const { clock, mixer, sameTracks } = this.#options;
    for (const [id, { catchUp, input, zeros }] of this.#entries) {
      input.check();
      const stream = streamOf(input.state);
      if (!isMeasured || !stream) continue;
      const { rmsDbfs } = mixer.meterOf(id);
      if (zeros.due(rmsDbfs, clock.now())) input.renewSystem();
      if (!catchUp.due(rmsDbfs, clock.now())) continue;
      mixer.renewInput(id, sameTracks(stream), catchUp.quietDbfs, () => catchUp.made(clock.now()));
    }
  }

  /** The mix stood still: its inputs are made anew, with nothing waiting in them. The devices stay open. */
  beginAnew(): void {
    for (const [id, { input }] of this.#entries) {
      this.#options.mixer.setInput(id, null);
      this.#makeInput(id, input);
    }
  }

  /** Lets go of every device. Idempotent. */
  close(): void {
    this.#cancelSettled?.();
    for (const { input } of this.#entries.values()) input.close();
    this.#entries.clear();
  }

  #add(source: SavedSource, whenLost: LostDeviceFallback): void {
    const { clock, media, onFound } = this.#options;
    const input = new SourceInput({
      media,
      clock,
      shares: this.#shares,
      source,
      whenLost,
      onState: (state) => this.#changed(source.id, state),
      onFound: (device) => onFound(source.id, device),
    });
    const now = clock.now();
    this.#entries.set(source.id, { input, catchUp: new CatchUp(now), zeros: new ZerosWatch(now) });
    input.open();
  }

  #makeInput(id: string, input: SourceInput): void {
    const stream = streamOf(input.state);
    if (stream) this.#options.mixer.setInput(id, this.#options.sameTracks(stream));
  }

  #changed(id: string, state: SourceState): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.catchUp = new CatchUp(this.#options.clock.now());
    entry.zeros = new ZerosWatch(this.#options.clock.now());
    this.#options.mixer.setInput(id, streamOf(state));
    this.#options.onChange();
    if (state.name === 'open') this.#shareOut();
  }

  /** What a source calls its own, no other one has as a stand-in. */
  #shareOut(): void {
    for (const { input } of this.#entries.values()) input.yieldStandIn();
  }

  #drop(id: string): void {
    this.#entries.get(id)?.input.close();
    this.#entries.delete(id);
    this.#options.mixer.remove(id);
  }

  #renewBoundSoon(): void {
    const { clock } = this.#options;
    const addedAtMs = clock.now();
    this.#cancelSettled?.();
    this.#cancelSettled = clock.after(settledMs, () => {
      for (const { input } of this.#entries.values()) input.renewBound(addedAtMs);
    });
  }

  #collect<T>(pick: (state: SourceState) => T | null): Readonly<Record<string, T>> {
    const all: Record<string, T> = {};
    for (const [id, { input }] of this.#entries) {
      const picked = pick(input.state);
      if (picked !== null) all[id] = picked;
    }
    return all;
  }
}
