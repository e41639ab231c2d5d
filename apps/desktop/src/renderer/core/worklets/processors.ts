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

  constructor({ processorOptions }: { readonly processorOptions?: unknown }) {
    super();
    this.#blocks = new LevelBlocks(sampleRate, processorOptions as MeterSettings, (reading) =>
      this.port.postMessage(reading),
    );
  }

  override process(inputs: readonly (readonly Float32Array[])[]): boolean {
    this.#blocks.feed(currentFrame, ...stereo(inputs));
    return true;
  }
}

class LimiterProcessor extends AudioWorkletProcessor {
  readonly #limiter = new Limiter(sampleRate);
  #frames = 0;
  /** None yet: the first word says that it runs. */
  #told: number | null = null;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToLimiter>) => {
      this.#limiter.on = data.on;
    };
  }

  override process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0] ?? [];
    if (left && right) this.#limiter.process(stereo(inputs), [left, right]);
    this.#frames += left?.length ?? 0;
    if (this.#frames * 1_000 >= sampleRate * readingEveryMs) this.#tell();
    return true;
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
