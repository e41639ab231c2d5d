/** Signals for tests of sound, as samples of −1..1. */

export const sine = (sampleRate: number, hz: number, amplitude: number, seconds: number): Float32Array =>
  Float32Array.from(
    { length: Math.round(sampleRate * seconds) },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hz * index) / sampleRate),
  );

/** White noise, the same at each run. */
export function noise(length: number, amplitude: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return amplitude * (state / 0x8000_0000 - 1);
  });
}

/** A voice's likeness: a buzz of many harmonics, darker towards the top, in four syllables a second. */
export function speechLike(sampleRate: number, amplitude: number, seconds: number): Float32Array {
  const harmonics = Array.from({ length: 30 }, (_, index) => index + 1);
  return Float32Array.from({ length: Math.round(sampleRate * seconds) }, (_, index) => {
    const time = index / sampleRate;
    const buzz = harmonics.reduce((sum, n) => sum + Math.sin(2 * Math.PI * 140 * n * time + n * n) / n, 0);
    const syllable = 0.55 - 0.45 * Math.cos(2 * Math.PI * 4 * time);
    return amplitude * 0.4 * buzz * syllable;
  });
}

export const dbfs = (level: number): number => 10 ** (level / 20);

/** One after the other. */
export function joined(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
