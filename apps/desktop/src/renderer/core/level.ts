/** The quietest level that is told apart from nothing, dBFS. */
export const floorDbfs = -100;

/** RMS level of samples in −1..1, dBFS: a full-scale square wave is 0, a full-scale sine −3. Never below the floor. */
export function levelDbfs(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? floorDbfs : toDbfs(Math.sqrt(sum / samples.length));
}

/** An amplitude of 0..1 (or above, when too loud) in dBFS. Never below the floor. */
export function toDbfs(amplitude: number): number {
  return amplitude > 0 ? Math.max(floorDbfs, 20 * Math.log10(amplitude)) : floorDbfs;
}

/** A gain in dB as a factor; at or below `muteAtDb` it is silence. */
export function gainFactor(gainDb: number, muteAtDb: number): number {
  return gainDb <= muteAtDb ? 0 : 10 ** (gainDb / 20);
}

/** Below this a mix counts as silent, dBFS … */
export const silentBelowDbfs = -60;
/** … when it lasts this long, ms. Shorter ones are pauses in recitation. */
export const silentAfterMs = 5_000;

/** Tells when a level has stayed low for too long. */
export class SilenceWatch {
  #quietSinceMs: number | null = null;

  /** Takes the level at a time and says whether the mix counts as silent now. */
  feed(level: number, nowMs: number): boolean {
    if (level >= silentBelowDbfs) {
      this.#quietSinceMs = null;
      return false;
    }
    this.#quietSinceMs ??= nowMs;
    return nowMs - this.#quietSinceMs >= silentAfterMs;
  }

  reset(): void {
    this.#quietSinceMs = null;
  }
}
