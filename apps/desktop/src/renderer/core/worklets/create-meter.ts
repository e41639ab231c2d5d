import { floorDbfs, levelDbfs, toDbfs } from '../level.ts';
import { floorLufs } from './loudness.ts';
import type { MeterReading, MeterSettings } from './messages.ts';
import { measure } from './meter-bank.ts';

/** The RMS of consecutive 10 ms blocks, over both channels, 0..1. */
export interface Envelope {
  /** The audio clock's time of the first sample of the first block, ms. */
  readonly atMs: number;
  readonly rms: Float32Array;
}

/** RMS (of the louder channel) and highest absolute sample of either channel, dBFS, never below `floorDbfs`. */
export interface Levels {
  readonly rmsDbfs: number;
  readonly peakDbfs: number;
}

export interface Meter {
  /** RMS of the last 50 ms; peak of the last 150 ms, which is longer than from one drawing to the next: each peak is seen, unless the window hesitates. */
  readonly levels: Levels;
  /** Short-term loudness, LUFS; the floor when it is not measured. */
  readonly shortTermLufs: number;
  /** A sample at full scale was met in the last 3 s, and not cleared since. */
  readonly clipped: boolean;
  clearClip(): void;
  /** What came since the last call. */
  take(): Levels;
  /** Returns the function that unsubscribes. */
  onEnvelope(listener: (envelope: Envelope) => void): () => void;
  /** Idempotent. */
  close(): void;
}

/** The highest sample of 16 bits: where a converter is at its end. */
export const fullScale = 32_767 / 32_768;
const clipHeldMs = 3_000;
/** A meter that heard nothing from the audio thread for so long shows nothing, ms. */
const staleAfterMs = 1_000;
/** For the makeshift: long enough for a report each 250 ms to miss nothing (341 ms at 48 kHz). */
const makeshiftFrames = 16_384;

/**
 * Measures what leaves a node, on the audio thread: nothing is missed, also while the window is hidden. Until our
 * processor is loaded, and for good when it cannot be, an AnalyserNode tells the levels; then there is no loudness and no
 * envelope.
 */
export function createMeter(
  context: BaseAudioContext,
  input: AudioNode,
  settings: Partial<MeterSettings> = {},
  now: () => number = () => performance.now(),
): Meter {
  return new WorkletMeter(context, input, { loudness: false, envelope: false, ...settings }, now);
}

/** What the audio thread said last. */
interface Told {
  /** Levels of the newest reading; their peak covers the two readings before as well. */
  readonly levels: Levels;
  /** Highest absolute sample of the last two readings, the newer one first, 0..1. */
  readonly peaks: readonly [number, number];
  /** LUFS */
  readonly shortTermLufs: number;
  readonly toldAtMs: number;
}

class WorkletMeter implements Meter {
  readonly #context: BaseAudioContext;
  readonly #input: AudioNode;
  readonly #now: () => number;
  readonly #listeners = new Set<(envelope: Envelope) => void>();
  #makeshift: AnalyserNode | null;
  #end: (() => void) | null = null;
  #last: Told | null = null;
  readonly #since = new Sum();
  #taken: Levels = silent;
  #clippedAtMs = -Infinity;
  #mended = false;
  #closed = false;

  constructor(context: BaseAudioContext, input: AudioNode, settings: MeterSettings, now: () => number) {
    this.#context = context;
    this.#input = input;
    this.#now = now;
    this.#makeshift = this.#makeMakeshift();
    void this.#start(settings);
  }

  get levels(): Levels {
    if (this.#makeshift) return this.#measureMakeshift(this.#makeshift);
    return this.#fresh?.levels ?? silent;
  }

  get shortTermLufs(): number {
    return this.#fresh?.shortTermLufs ?? floorLufs;
  }

  get clipped(): boolean {
    return this.#now() - this.#clippedAtMs < clipHeldMs;
  }

  clearClip(): void {
    this.#clippedAtMs = -Infinity;
  }

  take(): Levels {
    if (this.#makeshift) return this.#measureMakeshift(this.#makeshift);
    // A late timer may come before the word of the audio thread: then what was last said still holds.
    if (!this.#since.empty) this.#taken = this.#since.take();
    return this.#fresh ? this.#taken : silent;
  }

  onEnvelope(listener: (envelope: Envelope) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listeners.clear();
    this.#dropMakeshift();
    this.#end?.();
  }

  get #fresh() {
    return this.#last && this.#now() - this.#last.toldAtMs < staleAfterMs ? this.#last : null;
  }

  async #start(settings: MeterSettings): Promise<void> {
    this.#end = await measure(this.#context, this.#input, settings, {
      reading: (reading) => this.#read(reading),
      broken: () => this.#broke(settings),
    });
    if (this.#closed) this.#end?.();
  }

  /** The makeshift tells until another processor does, which is tried once. */
  #broke(settings: MeterSettings): void {
    if (this.#closed) return;
    this.#makeshift ??= this.#makeMakeshift();
    this.#end?.();
    this.#end = null;
    if (this.#mended) return;
    this.#mended = true;
    void this.#start(settings);
  }

  #read(reading: MeterReading): void {
    if (this.#closed) return;
    // Until its first word the makeshift tells.
    this.#dropMakeshift();
    const { atMs, envelope, shortTermLufs } = reading;
    const toldAtMs = this.#now();
    const before = this.#fresh?.peaks ?? [0, 0];
    const peak = Math.max(reading.peak, ...before);
    this.#since.add(reading);
    this.#last = {
      levels: { ...levelsOf(reading), peakDbfs: toDbfs(peak) },
      peaks: [reading.peak, before[0]],
      shortTermLufs: shortTermLufs ?? floorLufs,
      toldAtMs,
    };
    if (reading.peak >= fullScale) this.#clippedAtMs = toldAtMs;
    if (envelope) for (const listener of this.#listeners) listener({ atMs, rms: envelope });
  }

  #makeMakeshift(): AnalyserNode {
    const analyser = new AnalyserNode(this.#context, { fftSize: makeshiftFrames });
    this.#input.connect(analyser);
    return analyser;
  }

  #measureMakeshift(analyser: AnalyserNode): Levels {
    // The analyser would repeat what it heard last, for as long as the graph stands still.
    if (this.#context.state !== 'running') return silent;
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
    if (peak >= fullScale) this.#clippedAtMs = this.#now();
    return { rmsDbfs: levelDbfs(samples), peakDbfs: toDbfs(peak) };
  }

  #dropMakeshift(): void {
    if (!this.#makeshift) return;
    this.#input.disconnect(this.#makeshift);
    this.#makeshift = null;
  }
}

/** Several readings as one. */
class Sum {
  #peak = 0;
  #frames = 0;
  #left = 0;
  #right = 0;

  get empty(): boolean {
    return this.#frames === 0;
  }

  add({ frames, peak, squares: [left, right] }: MeterReading): void {
    this.#peak = Math.max(this.#peak, peak);
    this.#frames += frames;
    this.#left += left;
    this.#right += right;
  }

  take(): Levels {
    const squares = [this.#left, this.#right] as const;
    const levels = levelsOf({ peak: this.#peak, frames: this.#frames, squares });
    this.#peak = this.#frames = this.#left = this.#right = 0;
    return levels;
  }
}

const silent: Levels = { rmsDbfs: floorDbfs, peakDbfs: floorDbfs };

const levelsOf = ({ frames, peak, squares }: Pick<MeterReading, 'frames' | 'peak' | 'squares'>): Levels => ({
  rmsDbfs: toDbfs(Math.sqrt(Math.max(...squares) / frames)),
  peakDbfs: toDbfs(peak),
});
