/** The quietest level that is told apart from nothing, dBFS. */
export const floorDbfs = -100;

/** RMS level of samples in −1..1, dBFS: a full-scale square wave is 0, a full-scale sine −3. Never below the floor. */
export function levelDbfs(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (samples.length === 0 || sum === 0) return floorDbfs;
  return Math.max(floorDbfs, 10 * Math.log10(sum / samples.length));
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
