import { runForBytes } from './children.ts';
import { randomSource } from './random.ts';
import type { Sound } from './pcm.ts';
import { readWav } from './wav.ts';

export const RATE_HZ = 48_000;
const FULL_SCALE = 32_767;
/** Long enough to find the delay in many windows, with the pauses between sentences that speech has. */
const SENTENCES =
  'Welcome to the evening lesson. Please fill the rows from the front, and keep the aisles open. ' +
  'Tonight we read about patience, about neighbours, and about keeping a promise when nobody is looking. ' +
  'After the prayer there is tea in the courtyard, and everyone is invited, young and old.';

export interface ToneOptions {
  readonly frequencyHz: number;
  readonly seconds: number;
  /** Where a full-scale sine is 0 dBFS. */
  readonly levelDbfs?: number;
}

/** A pure tone, faded over 10 ms at both ends so that it does not click. */
export function tone({ frequencyHz, seconds, levelDbfs = -12 }: ToneOptions): Sound {
  const samples = new Int16Array(Math.round(seconds * RATE_HZ));
  const amplitude = FULL_SCALE * 10 ** (levelDbfs / 20);
  const fade = RATE_HZ / 100;
  for (let i = 0; i < samples.length; i += 1) {
    const envelope = Math.min(1, i / fade, (samples.length - 1 - i) / fade);
    samples[i] = Math.round(amplitude * envelope * Math.sin((2 * Math.PI * frequencyHz * i) / RATE_HZ));
  }
  return { samples, rateHz: RATE_HZ };
}

/**
 * One voice without a pause, whose pitch wanders between 300 and 1500 Hz and never in the same way twice: gaps show, as in a
 * tone, and so does the delay, as in speech. The same every time.
 */
export function wandering(seconds: number, levelDbfs = -12): Sound {
  const samples = new Int16Array(Math.round(seconds * RATE_HZ));
  const amplitude = FULL_SCALE * 10 ** (levelDbfs / 20);
  const random = randomSource(1);
  const step = RATE_HZ / 4;
  let [from, to, phase] = [600, 600, 0];
  for (let i = 0; i < samples.length; i += 1) {
    if (i % step === 0) [from, to] = [to, 300 * 5 ** random()];
    phase += (2 * Math.PI * (from + ((to - from) * (i % step)) / step)) / RATE_HZ;
    samples[i] = Math.round(amplitude * Math.sin(phase));
  }
  return { samples, rateHz: RATE_HZ };
}

export function silence(seconds: number): Sound {
  return { samples: new Int16Array(Math.round(seconds * RATE_HZ)), rateHz: RATE_HZ };
}

/** About 11 s of it: two dozen windows of half a second, of which a comparison is sure. */
export const fewSentences =
  'Tonight we read about patience, and about keeping a promise when nobody is looking. ' +
  'After the prayer there is tea in the courtyard, and everyone is invited, young and old.';

/** About 18 s of spoken English at 48 kHz, the same every time. `voice` is one of espeak-ng's (`en`, `ar`, …). */
export async function speech(text: string = SENTENCES, voice = 'en'): Promise<Sound> {
  const wav = await runForBytes('espeak-ng', ['-v', voice, '-s', '150', '--stdout', text]);
  return resample(readWav(wav), RATE_HZ);
}

/** Sounds one after the other; all must have the same rate. */
export function join(...sounds: readonly Sound[]): Sound {
  const rateHz = sounds[0]?.rateHz ?? RATE_HZ;
  const samples = new Int16Array(sounds.reduce((sum, sound) => sum + sound.samples.length, 0));
  let at = 0;
  for (const sound of sounds) {
    if (sound.rateHz !== rateHz) throw new Error(`Cannot join ${sound.rateHz} Hz to ${rateHz} Hz`);
    samples.set(sound.samples, at);
    at += sound.samples.length;
  }
  return { samples, rateHz };
}

/** The stretch from `fromMs` to `toMs` (default: the end); negative times count from the end. */
export function slice(sound: Sound, fromMs: number, toMs?: number): Sound {
  const at = (ms: number): number => Math.round((ms * sound.rateHz) / 1000);
  return { ...sound, samples: sound.samples.subarray(at(fromMs), toMs === undefined ? undefined : at(toMs)) };
}

export function durationMs(sound: Sound): number {
  return (sound.samples.length * 1000) / sound.rateHz;
}

/** Changes the rate by a windowed sinc of 16 zero crossings each side: good to the 16th bit's neighbourhood. */
export function resample(sound: Sound, rateHz: number): Sound {
  if (sound.rateHz === rateHz) return sound;
  const step = sound.rateHz / rateHz;
  const cutoff = Math.min(1, 1 / step);
  const reach = Math.ceil(16 / cutoff);
  const samples = new Int16Array(Math.floor(sound.samples.length / step));
  for (let i = 0; i < samples.length; i += 1) {
    const centre = i * step;
    const middle = Math.floor(centre);
    let sum = 0;
    for (let k = middle - reach + 1; k <= middle + reach; k += 1) {
      const distance = centre - k;
      sum += (sound.samples[k] ?? 0) * cutoff * sinc(cutoff * distance) * hann(distance / reach);
    }
    samples[i] = Math.max(-FULL_SCALE - 1, Math.min(FULL_SCALE, Math.round(sum)));
  }
  return { samples, rateHz };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The Hann window over -1…1. */
function hann(x: number): number {
  return Math.abs(x) >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * x);
}
