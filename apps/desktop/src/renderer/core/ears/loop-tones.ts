/** Samples of one look: 341 ms at 48 kHz. All tones have a whole number of periods in it. */
export const lookFrames = 16_384;
export const loopRate = 48_000;
/** What the whole probe is played with, dBFS (RMS): in a hall nobody hears it, in an input at rest it stands far out. */
const probeDbfs = -54;
/** From here on what an output plays counts as being on the air, dB: the input hears it that much softer than it was played. */
const loopFromDb = -20;
/**
 * By how much the tones must stand above what is beside them to be heard, and by how much they would have to if it is to be said that
 * they are not: as ratios of powers less one, after one look. More looks tell smaller ones from chance, by the root of their number.
 */
const heardFrom = 1.75;
const clearFrom = 3.5;
const leastLooks = 3;

/**
 * Which bins of a look the tones are in: 300 to 3,000 Hz, which every loudspeaker and line carries, and by no rule that a voice or an
 * instrument might follow.
 */
export const toneBins: readonly number[] = [
  107, 131, 149, 179, 197, 227, 251, 281, 307, 337, 359, 389, 419, 443, 479, 503, 541, 569, 601, 631, 661,
  691, 727, 757, 787, 823, 857, 887, 919, 953, 983, 1019,
];
/** Where it is looked how loud all else is: beside each tone, out of the window's own width. */
const besides = [-5, 5] as const;

const toneDbfs = probeDbfs - 10 * Math.log10(toneBins.length);
const tonePower = 10 ** (toneDbfs / 10);

/** One look's worth of the probe; repeated it has no seam. */
export function probeSamples(): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(lookFrames);
  const amplitude = Math.sqrt(2 * tonePower);
  toneBins.forEach((bin, index) => {
    // Phases by the square of the number keep the sum's peaks low (Schroeder, 1970).
    const phase = (Math.PI * index * index) / toneBins.length;
    for (let at = 0; at < lookFrames; at += 1) {
      samples[at] = (samples[at] ?? 0) + amplitude * Math.sin((2 * Math.PI * bin * at) / lookFrames + phase);
    }
  });
  return samples;
}

/** `heard`: what the output plays comes in. `clear`: it does not. `unsure`: other sound covers it so far. */
export type LoopVerdict = 'heard' | 'clear' | 'unsure';

/** Says whether an input hears the probe, by looks at what came in while it was played. A quiet look weighs more than a loud one. */
export class LoopJudge {
  readonly #tones = toneBins.map(() => 0);
  readonly #beside = toneBins.map(() => 0);
  #weights = 0;
  #looks = 0;

  /** @param samples `lookFrames` of them, of one side. */
  look(samples: Float32Array): void {
    const windowed = samples.map((sample, at) => sample * (hann[at] ?? 0));
    const tones = toneBins.map((bin) => powerAt(windowed, bin));
    const beside = toneBins.map(
      (bin) => besides.reduce((sum, offset) => sum + powerAt(windowed, bin + offset), 0) / besides.length,
    );
    const weight = 1 / Math.max(leastPower, middleOf(beside));
    this.#weights += weight;
    this.#looks += 1;
    toneBins.forEach((_bin, index) => {
      this.#tones[index] = (this.#tones[index] ?? 0) + weight * (tones[index] ?? 0);
      this.#beside[index] = (this.#beside[index] ?? 0) + weight * (beside[index] ?? 0);
    });
  }

  get verdict(): LoopVerdict {
    if (this.#looks < leastLooks) return 'unsure';
    const least = leastPower * this.#weights;
    const beside = this.#beside.map((power) => Math.max(least, power));
    const ratio = middleOf(this.#tones.map((power, index) => power / (beside[index] ?? 1)));
    // As it would be, were the input to hear the probe by `loopFromDb` softer than it is played.
    const expected = (tonePower * 10 ** (loopFromDb / 10) * this.#weights) / middleOf(beside);
    const sure = Math.sqrt(this.#looks);
    if (ratio - 1 >= heardFrom / sure && ratio - 1 >= expected / 2) return 'heard';
    return expected >= clearFrom / sure ? 'clear' : 'unsure';
  }
}

/** Beneath all that 24 bits can say, as a power: what is digital silence must not be divided by. */
const leastPower = 1e-16;

const hann = Float64Array.from(
  { length: lookFrames },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / lookFrames),
);

/** The power of one bin (Goertzel), as that of a sine of the same level. */
function powerAt(windowed: Float32Array, bin: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * bin) / windowed.length);
  let last = 0;
  let before = 0;
  for (const sample of windowed) {
    const next = sample + turn * last - before;
    before = last;
    last = next;
  }
  const square = last * last + before * before - turn * last * before;
  return (8 * square) / windowed.length ** 2;
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
