/**
 * As much of Web Audio as the mixer uses, for Node: a graph that really sums, splits, glides and runs the real worklet
 * processors, in blocks of 128 frames, when a test says so. Its channels are always two, or one where a node says so.
 */
import { block, type Channels, FakeNode, FakeParam, rate, silence } from './fake-audio-node.ts';

class FakeGainNode extends FakeNode {
  readonly gain: FakeParam;

  constructor(context: FakeContext, { gain = 1 }: { gain?: number } = {}) {
    super(context);
    this.gain = new FakeParam(gain);
  }

  protected render(): readonly Channels[] {
    const [left, right] = this.mixed();
    const out = [new Float32Array(block), new Float32Array(block)] as const;
    for (let index = 0; index < block; index += 1) {
      const gain = this.gain.next(this.context.currentTime + index / rate);
      out[0][index] = (left?.[index] ?? 0) * gain;
      out[1][index] = (right?.[index] ?? 0) * gain;
    }
    return [out];
  }
}

class FakeSplitter extends FakeNode {
  protected render(): readonly Channels[] {
    return this.mixed().map((channel) => [channel]);
  }
}

class FakeMerger extends FakeNode {
  protected override get inputs(): number {
    return 2;
  }

  protected render(): readonly Channels[] {
    return [[0, 1].map((side) => this.mixed(side)[0] ?? new Float32Array(block))];
  }
}

class FakeConstant extends FakeNode {
  start(): void {}
  stop(): void {}

  protected render(): readonly Channels[] {
    return [silence()];
  }
}

/** Keeps the last block alone, and of both sides the mean. */
class FakeAnalyser extends FakeNode {
  readonly fftSize = block;

  getFloatTimeDomainData(samples: Float32Array): void {
    const [left, right] = this.mixed();
    for (let index = 0; index < samples.length; index += 1)
      samples[index] = ((left?.[index] ?? 0) + (right?.[index] ?? 0)) / 2;
  }

  protected render(): readonly Channels[] {
    return [];
  }
}

/** Plays what a function tells, frame by frame. */
export class SampleStream {
  readonly tellSample: (frame: number) => readonly [number, number];

  constructor(tellSample: (frame: number) => readonly [number, number]) {
    this.tellSample = tellSample;
  }
}

class FakeStreamSource extends FakeNode {
  readonly #stream: SampleStream;

  constructor(context: FakeContext, { mediaStream }: { mediaStream: SampleStream }) {
    super(context);
    this.#stream = mediaStream;
  }

  protected render(): readonly Channels[] {
    const out = [new Float32Array(block), new Float32Array(block)] as const;
    for (let index = 0; index < block; index += 1)
      [out[0][index], out[1][index]] = this.#stream.tellSample(this.context.frame + index);
    return [out];
  }
}

class FakeStreamDestination extends FakeNode {
  readonly left: Float32Array[] = [];
  readonly right: Float32Array[] = [];
  readonly track = { stopped: false, stop: () => void (this.track.stopped = true) };
  readonly stream = { getTracks: () => [this.track] };

  render(): readonly Channels[] {
    const [left = new Float32Array(block), right = left] = this.mixed();
    this.left.push(left);
    this.right.push(right);
    return [];
  }
}

class FakeDestination extends FakeNode {
  protected render(): readonly Channels[] {
    this.mixed();
    return [];
  }
}

interface Processor {
  readonly port: FakePort;
  process(inputs: readonly Channels[], outputs: Float32Array[][]): boolean;
}
type MakeProcessor = new () => Processor;

class FakePort {
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  other: FakePort | null = null;

  postMessage(data: unknown): void {
    this.other?.onmessage?.({ data });
  }

  close(): void {
    if (this.other) this.other.other = null;
    this.other = null;
  }
}

class FakeWorkletNode extends FakeNode {
  readonly port: FakePort;
  onprocessorerror: (() => void) | null = null;
  readonly #inputCount: number;
  #processor: Processor | null;

  constructor(context: FakeContext, name: string, { numberOfInputs = 1 }: { numberOfInputs?: number }) {
    super(context);
    const Made = context.processors.get(name);
    if (!Made) throw new Error(`InvalidStateError: ${name} is not registered`);
    this.#processor = new Made();
    this.#inputCount = numberOfInputs;
    this.port = new FakePort();
    this.port.other = this.#processor.port;
    this.#processor.port.other = this.port;
  }

  protected override get inputs(): number {
    return this.#inputCount;
  }

  /** A processor runs until it says that it has ended, whether anything is connected or not. */
  get running(): boolean {
    return this.#processor !== null;
  }

  render(): readonly Channels[] {
    const out = [new Float32Array(block), new Float32Array(block)];
    try {
      if (this.context.broken) throw new Error('broken');
      const inputs = Array.from({ length: this.inputs }, (_, input) =>
        this.isConnected(input) ? this.mixed(input) : [],
      );
      if (this.#processor?.process(inputs, [out]) === false) this.#processor = null;
    } catch {
      this.#processor = null;
      this.onprocessorerror?.();
    }
    return [out];
  }
}

export class FakeContext extends EventTarget {
  readonly nodes = new Set<FakeNode>();
  readonly processors = new Map<string, MakeProcessor>();
  readonly destination: FakeNode;
  /** Processors throw from now on. */
  broken = false;
  frame = 0;
  state: AudioContextState = 'running';
  readonly audioWorklet: { addModule: () => Promise<void> };

  constructor(addModule: (context: FakeContext) => Promise<void>) {
    super();
    this.destination = new FakeDestination(this);
    this.audioWorklet = { addModule: () => addModule(this) };
  }

  get currentTime(): number {
    return this.frame / rate;
  }

  /** As when the browser has made a change, whoever asked for it. A test that suspends it renders nothing meanwhile. */
  becomes(state: AudioContextState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }

  /** Lets so much time pass for the audio, s; hands over what went into the stream. `passed` is called with each block's ms. */
  render(
    seconds: number,
    passed: (ms: number) => void,
  ): { readonly left: Float32Array; readonly right: Float32Array } {
    const streams = [...this.nodes].filter((node) => node instanceof FakeStreamDestination);
    for (const stream of streams) {
      stream.left.length = 0;
      stream.right.length = 0;
    }
    for (let blocks = Math.round((seconds * rate) / block); blocks > 0; blocks -= 1) {
      Object.assign(globalThis, { currentFrame: this.frame });
      for (const stream of streams) stream.pull(0);
      this.destination.pull(0);
      for (const node of this.nodes) if (node instanceof FakeWorkletNode && node.running) node.pull(0);
      this.frame += block;
      passed((block / rate) * 1_000);
    }
    return { left: whole(streams[0]?.left ?? []), right: whole(streams[0]?.right ?? []) };
  }

  /** How many processors run. */
  get running(): number {
    return [...this.nodes].filter((node) => node instanceof FakeWorkletNode && node.running).length;
  }

  /** The track that the mix leaves by. */
  get track(): { readonly stopped: boolean } | undefined {
    return [...this.nodes].find((node) => node instanceof FakeStreamDestination)?.track;
  }
}

function whole(blocks: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(blocks.length * block);
  for (const [index, samples] of blocks.entries()) joined.set(samples, index * block);
  return joined;
}

/** What the mixer expects to find in a page; to be put on `globalThis`. */
export const fakeAudioGlobals = {
  GainNode: FakeGainNode,
  ChannelSplitterNode: FakeSplitter,
  ChannelMergerNode: FakeMerger,
  ConstantSourceNode: FakeConstant,
  AnalyserNode: FakeAnalyser,
  MediaStreamAudioSourceNode: FakeStreamSource,
  MediaStreamAudioDestinationNode: FakeStreamDestination,
  AudioWorkletNode: FakeWorkletNode,
};

/** Loads our real processors into a context, as the audio thread would. */
export async function addProcessors(context: FakeContext): Promise<void> {
  Object.assign(globalThis, {
    sampleRate: rate,
    currentFrame: context.frame,
    AudioWorkletProcessor: class {
      readonly port = new FakePort();
    },
    registerProcessor: (name: string, made: MakeProcessor) => registered.set(name, made),
  });
  await import('../renderer/core/worklets/processors.ts');
  for (const [name, made] of registered) context.processors.set(name, made);
}
/** A module is run once only, for all contexts of a test. */
const registered = new Map<string, MakeProcessor>();
