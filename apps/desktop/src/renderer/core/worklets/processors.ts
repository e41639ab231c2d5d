/** The module that the audio thread loads: registers both processors. Bundled as a file of its own. */
import { LevelBlocks } from './level-blocks.ts';
import { Limiter } from './limiter.ts';
import {
  type FromLimiter,
  limiterProcessor,
  meterProcessor,
  type MeterSettings,
  readingEveryMs,
  type ToLimiter,
} from './messages.ts';

const silence = new Float32Array(128);

/** Left and right of a node's first input; silence where nothing flows in. */
function stereo(inputs: readonly (readonly Float32Array[])[]): readonly [Float32Array, Float32Array] {
  const left = inputs[0]?.[0] ?? silence;
  return [left, inputs[0]?.[1] ?? left];
}

class MeterProcessor extends AudioWorkletProcessor {
  readonly #blocks: LevelBlocks;
  #ended = false;

  constructor({ processorOptions }: { readonly processorOptions?: unknown }) {
    super();
    this.#blocks = new LevelBlocks(sampleRate, processorOptions as MeterSettings, (reading) =>
      this.port.postMessage(reading),
    );
    // All that it can be told is to end (`ToMeter`).
    this.port.onmessage = () => {
      this.#ended = true;
      this.port.close();
    };
  }

  override process(inputs: readonly (readonly Float32Array[])[]): boolean {
    if (!this.#ended) this.#blocks.feed(currentFrame, ...stereo(inputs));
    return !this.#ended;
  }
}

class LimiterProcessor extends AudioWorkletProcessor {
  readonly #limiter = new Limiter(sampleRate);
  #frames = 0;
  /** None yet: the first word says that it runs. */
  #told: number | null = null;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToLimiter>) => {
      if (data.type === 'switch') this.#limiter.on = data.on;
      else this.#end();
    };
  }

  override process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean {
    if (this.#ended) return false;
    const [left, right] = outputs[0] ?? [];
    if (left && right) this.#limiter.process(stereo(inputs), [left, right]);
    this.#frames += left?.length ?? 0;
    if (this.#frames * 1_000 >= sampleRate * readingEveryMs) this.#tell();
    return true;
  }

  #end(): void {
    this.#ended = true;
    this.port.close();
  }

  #tell(): void {
    this.#frames = 0;
    const reductionDb = this.#limiter.takeReductionDb();
    if (reductionDb === 0 && this.#told === 0) return;
    this.#told = reductionDb;
    this.port.postMessage({ reductionDb } satisfies FromLimiter);
  }
}

registerProcessor(meterProcessor, MeterProcessor);
registerProcessor(limiterProcessor, LimiterProcessor);
