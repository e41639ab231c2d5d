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
