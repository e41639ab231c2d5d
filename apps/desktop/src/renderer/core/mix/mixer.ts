import type { ClockPort, OpusPreset } from '@mauzin/shared';

import { Monitor, type MonitorOptions, type OutputDevice } from '../ears/monitor.ts';
import { floorDbfs } from '../level.ts';
import { createMeter, type Envelope, type Levels, type Meter } from '../worklets/create-meter.ts';
import { MixerLimiter, type LimiterState } from './mixer-limiter.ts';
import { MixerStrip, type StripSettings, type StripTap } from './mixer-strip.ts';
import { stereoGain, StereoMatrix } from './stereo-matrix.ts';

/** What comes in from a source: its picked channels, before gain and mute. */
export interface StripMeter extends Levels {
  /** A sample at full scale in the last 3 s, and not cleared since. */
  readonly clipped: boolean;
}

/** What goes out: the mix after the limiter. */
export interface MasterMeter extends StripMeter {
  /** Short-term loudness, 3 s (ITU-R BS.1770-5, EBU Tech 3341), LUFS; −100 while it cannot be measured. */
  readonly shortTermLufs: number;
  /** What the limiter takes away now, dB, 0 or more. */
  readonly reductionDb: number;
}

export interface MixerOptions {
  readonly context: AudioContext;
  readonly clock: ClockPort;
  readonly monitor: Omit<MonitorOptions, 'stream' | 'clock'>;
  /** Tells whether the sound goes through the safety limiter. */
  readonly onLimiter?: (state: LimiterState) => void;
}

/**
 * Sums all sources into one stream. Everything that changes while live (devices, channels, gains, mutes, the preset)
 * changes this graph only; the track that leaves it stays the same for ever, and a constant silence keeps it flowing when
 * no source is there.
 */
export class Mixer {
  readonly #context: AudioContext;
  readonly #clock: ClockPort;
  readonly #sum: GainNode;
  /** Makes both sides alike for a preset of one channel: Opus then has nothing to say of their difference. */
  readonly #sides: StereoMatrix;
  readonly #limiter: MixerLimiter;
  readonly #meter: Meter;
  readonly #monitor: Monitor;
  readonly #silence: ConstantSourceNode;
  readonly #output: MediaStreamAudioDestinationNode;
  readonly #strips = new Map<string, MixerStrip>();

  constructor({ clock, context, monitor, onLimiter }: MixerOptions) {
    this.#context = context;
    this.#clock = clock;
    this.#sum = stereoGain(context);
    this.#sides = new StereoMatrix(context, 'mono');
    this.#limiter = new MixerLimiter(context, clock, onLimiter ?? (() => undefined));
    this.#output = new MediaStreamAudioDestinationNode(context, {
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    this.#sum.connect(this.#sides.input);
    this.#sides.output.connect(this.#limiter.input);
    this.#limiter.output.connect(this.#output);
    this.#meter = createMeter(context, this.#limiter.output, { loudness: true, envelope: true }, () =>
      clock.now(),
    );
    this.#silence = new ConstantSourceNode(context, { offset: 0 });
    this.#silence.connect(this.#sum);
    this.#silence.start();
    this.#monitor = new Monitor({ ...monitor, clock, stream: this.#output.stream });
  }

  /** The mix, as one track of two channels. */
  get stream(): MediaStream {
    return this.#output.stream;
  }

  get limiterState(): LimiterState {
    return this.#limiter.state;
  }

  /** Connects a source's stream, replaces it, or takes it away (`null`). */
  setInput(id: string, stream: MediaStream | null): void {
    this.#strip(id).input = stream;
  }

  /**
   * Connects a source's stream anew, if what waits in the graph for its turn is quiet, and then tells so.
   * @param quietDbfs RMS
   */
  renewInput(id: string, stream: MediaStream, quietDbfs: number, renewed: () => void): void {
    this.#strips.get(id)?.renew(stream, quietDbfs, renewed);
  }

  setStrip(id: string, settings: StripSettings): void {
    this.#strip(id).set(settings);
  }

  remove(id: string): void {
    this.#strips.get(id)?.remove();
    this.#strips.delete(id);
  }

  /**
   * Hears what a source brings, until it is closed. Null: it brings nothing now.
   * @param frames of one reading
   */
  listen(id: string, frames: number): StripTap | null {
    return this.#strips.get(id)?.listen(frames) ?? null;
  }

  setPreset({ channels }: Pick<OpusPreset, 'channels'>): void {
    this.#sides.set(channels === 1 ? 'mono' : 'stereo');
  }

  /** Switches the limiter on or off. Off, what is too loud is cut off by the encoder, at full scale. */
  setLimiter(on: boolean): void {
    this.#limiter.on = on;
  }

  /** Where the mix is heard at this machine; null: nowhere. */
  setMonitor(device: OutputDevice | null): void {
    this.#monitor.set(device);
  }

  meterOf(id: string): StripMeter {
    const meter = this.#strips.get(id)?.meter;
    return meter ? { ...meter.levels, clipped: meter.clipped } : nothing;
  }

  get master(): MasterMeter {
    const { clipped, levels, shortTermLufs } = this.#meter;
    return { ...levels, clipped, shortTermLufs, reductionDb: this.#limiter.reductionDb };
  }

  /** Forgets that a source, or the mix (`master`), was at full scale. */
  clearClip(id: string): void {
    const meter = id === 'master' ? this.#meter : this.#strips.get(id)?.meter;
    meter?.clearClip();
  }

  /** RMS and highest sample of the mix since the last call, dBFS. To be called at least each 340 ms. */
  takeReport(): { readonly levelDbfs: number; readonly peakDbfs: number } {
    const { peakDbfs, rmsDbfs } = this.#meter.take();
    return { levelDbfs: rmsDbfs, peakDbfs };
  }

  /** Tells the mix's envelope, 20 times a second. Returns the function that unsubscribes. */
  onEnvelope(listener: (envelope: Envelope) => void): () => void {
    return this.#meter.onEnvelope(listener);
  }

  /** Idempotent. */
  close(): void {
    for (const strip of this.#strips.values()) strip.close();
    this.#strips.clear();
    this.#monitor.close();
    this.#meter.close();
    this.#limiter.close();
    this.#sum.disconnect();
    this.#silence.disconnect();
    for (const track of this.#output.stream.getTracks()) track.stop();
  }

  #strip(id: string): MixerStrip {
    const existing = this.#strips.get(id);
    if (existing) return existing;
    const strip = new MixerStrip(this.#context, this.#clock, this.#sum);
    this.#strips.set(id, strip);
    return strip;
  }
}

const nothing: StripMeter = { rmsDbfs: floorDbfs, peakDbfs: floorDbfs, clipped: false };
