/** The module that the audio thread loads: registers both processors. Bundled as a file of its own. */
import { LevelBlocks } from './level-blocks.ts';
import { Limiter } from './limiter.ts';
import {
  type FromLimiter,
  type FromMeterBank,
  limiterProcessor,
  meterBankProcessor,
  type MeterReading,
  readingEveryMs,
  type ToLimiter,
  type ToMeterBank,
} from './messages.ts';

const silence = new Float32Array(128);

/** Left and right of one of a node's inputs; silence where nothing flows in. */
function stereo(input: readonly Float32Array[] | undefined): readonly [Float32Array, Float32Array] {
  const left = input?.[0] ?? silence;
  return [left, input?.[1] ?? left];
}

/** Several meters at once: calling a processor and sending a message cost more than measuring. */
class MeterBankProcessor extends AudioWorkletProcessor {
  readonly #meters = new Map<number, LevelBlocks>();
  #readings: FromMeterBank[number][] = [];
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToMeterBank>) => this.#hear(data);
  }

  override process(inputs: readonly (readonly Float32Array[])[]): boolean {
    if (this.#ended) return false;
    for (const [input, blocks] of this.#meters) blocks.feed(currentFrame, ...stereo(inputs[input]));
    if (this.#readings.length > 0) {
      this.port.postMessage(this.#readings satisfies FromMeterBank);
      this.#readings = [];
    }
    return true;
  }

  #hear(message: ToMeterBank): void {
    if (message.type === 'measure') {
      const { id, input, settings } = message;
      const tell = (reading: MeterReading): void => void this.#readings.push({ id, reading });
      this.#meters.set(input, new LevelBlocks(sampleRate, settings, tell));
    } else if (message.type === 'leave') {
      this.#meters.delete(message.input);
    } else {
      this.#ended = true;
      this.port.close();
    }
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
    if (left && right) this.#limiter.process(stereo(inputs[0]), [left, right]);
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

registerProcessor(meterBankProcessor, MeterBankProcessor);
registerProcessor(limiterProcessor, LimiterProcessor);
