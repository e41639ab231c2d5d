import { type ChannelPick, type ClockPort, gainRangeDb } from '@mauzin/shared';

import { gainFactor } from '../level.ts';
import { createMeter, type Meter } from '../worklets/create-meter.ts';
import { glideS, stereoGain, StereoMatrix } from './stereo-matrix.ts';

/** How a source is to be in the mix. */
export interface StripSettings {
  /** Within `gainRangeDb`; its lowest value is silence. */
  readonly gainDb: number;
  readonly muted: boolean;
  readonly channels: ChannelPick;
}

interface Input {
  readonly stream: MediaStream;
  readonly node: MediaStreamAudioSourceNode;
  readonly fade: GainNode;
  /** When it begins to be heard, in the audio clock's time. */
  readonly fromS: number;
}

/** A new input's first sound takes this long to come, s: so long the one before it is heard on. */
const firstSoundS = 0.05;
/** After this a fade is over for every ear, ms, however late it began. */
const fadedMs = 250;

/** One source's way into the mix: its channels are picked, it is measured, and made as loud as it is wanted. */
export class MixerStrip {
  readonly #context: AudioContext;
  readonly #clock: ClockPort;
  readonly #pick: StereoMatrix;
  readonly #gain: GainNode;
  /** Before gain and mute: also a muted microphone shows that it works. */
  readonly meter: Meter;
  #input: Input | null = null;

  constructor(context: AudioContext, clock: ClockPort, sum: AudioNode) {
    this.#context = context;
    this.#clock = clock;
    this.#pick = new StereoMatrix(context, 'stereo');
    this.#gain = stereoGain(context, 0);
    this.#pick.output.connect(this.#gain).connect(sum);
    this.meter = createMeter(context, this.#pick.output, {}, () => clock.now());
  }

  set input(stream: MediaStream | null) {
    if (this.#input?.stream === stream) return;
    const fromS = this.#context.currentTime + (this.#input && stream ? firstSoundS : 0);
    this.#fadeOut(this.#input, fromS);
    this.#input = stream && this.#fadeIn(stream, fromS);
  }

  set({ channels, gainDb, muted }: StripSettings): void {
    this.#pick.set(channels);
    const factor = muted ? 0 : gainFactor(gainDb, gainRangeDb.min);
    this.#gain.gain.setTargetAtTime(factor, this.#context.currentTime, glideS);
  }

  /** Fades out, then lets go of everything. */
  remove(): void {
    this.meter.close();
    this.input = null;
    this.#clock.after(fadedMs, () => this.close());
  }

  /** Lets go of everything at once. Idempotent. */
  close(): void {
    this.meter.close();
    this.#input?.node.disconnect();
    this.#input = null;
    this.#gain.disconnect();
  }

  #fadeIn(stream: MediaStream, fromS: number): Input {
    const node = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
    const fade = stereoGain(this.#context, 0);
    fade.gain.setTargetAtTime(1, fromS, glideS);
    node.connect(fade).connect(this.#pick.input);
    return { stream, node, fade, fromS };
  }

  #fadeOut(input: Input | null, fromS: number): void {
    if (!input) return;
    // Not before its own beginning, which would raise it again.
    input.fade.gain.setTargetAtTime(0, Math.max(fromS, input.fromS), glideS);
    this.#clock.after(fadedMs, () => {
      input.node.disconnect();
      input.fade.disconnect();
    });
  }
}
