import { type ChannelPick, gainRangeDb } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import { gainFactor, levelDbfs } from '../level.ts';
import { createMeter, type Meter } from '../worklets/create-meter.ts';
import { glideS, stereoGain, StereoMatrix } from './stereo-matrix.ts';

/** How a source is to be in the mix. */
export interface StripSettings {
  /** Within `gainRangeDb`; its lowest value is silence. */
  readonly gainDb: number;
  readonly muted: boolean;
  readonly channels: ChannelPick;
}

/** Hears a strip until it is closed, once. */
export interface StripTap {
  /** The newest samples of each side. */
  read(): readonly Float32Array[];
  close(): void;
}

interface Input {
  readonly stream: MediaStream;
  readonly node: MediaStreamAudioSourceNode;
  readonly fade: GainNode;
  /** When this input begins to be heard, in the audio clock's time. */
  readonly fromS: number;
}

/** A new input's first sound takes this long to come, s: so long the one before it is heard on. */
const firstSoundS = 0.05;
/** What a new input brings is listened to for so long, ms, before it may take the place of one that is up to 100 ms behind it. */
const aheadMs = 300;
/** How much of that sound's end is measured, frames: 170 ms at 48 kHz, more than any queue holds. */
const aheadFrames = 8_192;
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
  #channels: ChannelPick = 'stereo';

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
    this.#input = stream && this.#fadeIn(stream, this.#open(stream), fromS);
  }

  /**
   * Takes the same sound by a new input, whose queue is empty, and tells when it did. The new one is ahead of the old one by what waits
   * in the old one's queue, and that will never be heard: where it is louder than `quietDbfs` (RMS of the louder side), as when somebody
   * begins to speak just now, all stays as it was.
   */
  renew(stream: MediaStream, quietDbfs: number, renewed: () => void): void {
    const before = this.#input;
    if (!before) return;
    const node = this.#open(stream);
    const picked = new StereoMatrix(this.#context, this.#channels);
    const sides = new ChannelSplitterNode(this.#context, { numberOfOutputs: 2 });
    node.connect(picked.input);
    picked.output.connect(sides);
    const ahead = hearSides(this.#context, sides, aheadFrames);
    this.#clock.after(aheadMs, () => {
      const aheadDbfs = Math.max(...ahead.map(levelOf));
      node.disconnect();
      picked.output.disconnect();
      sides.disconnect();
      if (this.#input !== before || aheadDbfs > quietDbfs) return;
      const nowS = this.#context.currentTime;
      this.#fadeOut(before, nowS);
      this.#input = this.#fadeIn(stream, node, nowS);
      renewed();
    });
  }

  set({ channels, gainDb, muted }: StripSettings): void {
    this.#channels = channels;
    this.#pick.set(channels);
    const factor = muted ? 0 : gainFactor(gainDb, gainRangeDb.min);
    this.#gain.gain.setTargetAtTime(factor, this.#context.currentTime, glideS);
  }

  /**
   * Hears what comes in, as it is picked, before gain and mute. Null: nothing comes in now.
   * @param frames of one reading
   */
  listen(frames: number): StripTap | null {
    if (!this.#input) return null;
    const sides = new ChannelSplitterNode(this.#context, { numberOfOutputs: 2 });
    const analysers = hearSides(this.#context, sides, frames);
    this.#pick.output.connect(sides);
    return {
      read: () => analysers.map(samplesOf),
      close: () => this.#pick.output.disconnect(sides),
    };
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

  #open(stream: MediaStream): MediaStreamAudioSourceNode {
    return new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
  }

  #fadeIn(stream: MediaStream, node: MediaStreamAudioSourceNode, fromS: number): Input {
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

/** One analyser for each side: a single one would hear the mean of both, where what is upside down on one side is nothing. */
const hearSides = (context: AudioContext, sides: ChannelSplitterNode, fftSize: number): AnalyserNode[] =>
  [0, 1].map((side) => {
    const analyser = new AnalyserNode(context, { fftSize });
    sides.connect(analyser, side);
    return analyser;
  });

/** What an analyser heard last. */
function samplesOf(analyser: AnalyserNode): Float32Array {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return samples;
}

/** Its RMS, dBFS. */
const levelOf = (analyser: AnalyserNode): number => levelDbfs(samplesOf(analyser));
