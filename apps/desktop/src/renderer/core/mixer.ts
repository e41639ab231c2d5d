import { gainRangeDb } from '@mauzin/shared';

import { gainFactor, levelDbfs } from './level.ts';

/** How fast a gain follows its slider, s: quick to the ear, but without a click. */
const glideS = 0.015;
/** Samples a level is measured over: 43 ms at 48 kHz. */
const meterSamples = 2048;

interface Strip {
  readonly gain: GainNode;
  readonly meter: AnalyserNode;
  input: { readonly stream: MediaStream; readonly node: MediaStreamAudioSourceNode } | null;
}

/** How loud a source is to be in the mix. */
export interface Loudness {
  readonly gainDb: number;
  readonly muted: boolean;
}

/**
 * Sums all sources into one stream. Everything that changes while live (devices, gains, mutes) changes this graph only;
 * the track that leaves it stays the same, and a constant silence keeps it flowing when no source is there.
 */
export class Mixer {
  readonly #context: AudioContext;
  readonly #sum: GainNode;
  readonly #meter: AnalyserNode;
  readonly #silence: ConstantSourceNode;
  readonly #strips = new Map<string, Strip>();
  readonly #samples = new Float32Array(meterSamples);
  #output: MediaStreamAudioDestinationNode;

  constructor(context: AudioContext, channels: 1 | 2) {
    this.#context = context;
    this.#sum = new GainNode(context);
    this.#meter = new AnalyserNode(context, { fftSize: meterSamples });
    this.#silence = new ConstantSourceNode(context, { offset: 0 });
    this.#output = this.#createOutput(channels);
    this.#sum.connect(this.#meter);
    this.#silence.connect(this.#sum);
    this.#silence.start();
  }

  /** The mix, as one track. Another one after `setChannels`. */
  get stream(): MediaStream {
    return this.#output.stream;
  }

  get channels(): number {
    return this.#output.channelCount;
  }

  /** Gives the mix another number of channels. The stream is then another one; nothing happens when it fits already. */
  setChannels(channels: 1 | 2): void {
    if (this.#output.channelCount === channels) return;
    const old = this.#output;
    this.#output = this.#createOutput(channels);
    this.#sum.disconnect(old);
    for (const track of old.stream.getTracks()) track.stop();
  }

  /** Connects a source's stream, replaces it, or takes it away (`null`). */
  setInput(id: string, stream: MediaStream | null): void {
    const strip = this.#strip(id);
    if (strip.input?.stream === stream) return;
    strip.input?.node.disconnect();
    strip.input = stream
      ? { stream, node: new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream }) }
      : null;
    strip.input?.node.connect(strip.meter);
    strip.input?.node.connect(strip.gain);
  }

  setLoudness(id: string, { gainDb, muted }: Loudness): void {
    const factor = muted ? 0 : gainFactor(gainDb, gainRangeDb.min);
    this.#strip(id).gain.gain.setTargetAtTime(factor, this.#context.currentTime, glideS);
  }

  remove(id: string): void {
    const strip = this.#strips.get(id);
    if (!strip) return;
    this.#strips.delete(id);
    strip.input?.node.disconnect();
    strip.gain.disconnect();
  }

  /** What comes in from a source, before its gain, dBFS: also a muted microphone shows that it works. */
  levelOf(id: string): number {
    const meter = this.#strips.get(id)?.meter;
    return meter ? this.#measure(meter) : this.#measure(null);
  }

  /** What goes out, dBFS. */
  get masterLevel(): number {
    return this.#measure(this.#meter);
  }

  close(): void {
    for (const id of this.#strips.keys()) this.remove(id);
    this.#silence.stop();
    for (const track of this.#output.stream.getTracks()) track.stop();
  }

  #strip(id: string): Strip {
    const existing = this.#strips.get(id);
    if (existing) return existing;
    const strip: Strip = {
      gain: new GainNode(this.#context, { gain: 0 }),
      meter: new AnalyserNode(this.#context, { fftSize: meterSamples }),
      input: null,
    };
    strip.gain.connect(this.#sum);
    this.#strips.set(id, strip);
    return strip;
  }

  #createOutput(channels: 1 | 2): MediaStreamAudioDestinationNode {
    const output = new MediaStreamAudioDestinationNode(this.#context, { channelCount: channels });
    this.#sum.connect(output);
    return output;
  }

  #measure(meter: AnalyserNode | null): number {
    if (!meter) return levelDbfs(new Float32Array());
    meter.getFloatTimeDomainData(this.#samples);
    return levelDbfs(this.#samples);
  }
}
