import { bestFit } from './correlate.ts';
import type { Sound } from './sound.ts';

/**
 * Levels are in dBFS by AES17: a sine of full scale has 0, so a tone made with -12 dBFS reads -12 everywhere.
 * Digital silence reads {@link FLOOR_DBFS}.
 */
export const FLOOR_DBFS = -120;

export interface CompareOptions {
  /** Look for the sound no later than this. */
  readonly maxDelayMs?: number;
  /** The delay is found window by window: a receiver stretches sound a little, one correlation would smear. */
  readonly windowMs?: number;
  /** Report silences of at least this length. */
  readonly gapMs?: number;
  /** What counts as silence; sound counts as sent when it is 10 dB above this. */
  readonly silenceDbfs?: number;
}

export interface Gap {
  /** Where in the sent sound. */
  readonly atMs: number;
  /** From the first to the last sound that was sent and not heard. */
  readonly ms: number;
}

export interface Comparison {
  /** Null when nothing was found at all. */
  readonly delayMs: { readonly median: number; readonly p95: number } | null;
  /** Share of the loud windows in which the sent sound was found in the heard one, 0…1. */
  readonly matched: number;
  readonly gaps: readonly Gap[];
  /** Heard level minus sent level, median of the windows; null when nothing was found. */
  readonly levelDb: number | null;
  /** In how many windows something loud was sent: how much the figures rest on. */
  readonly loudWindows: number;
}

/** Recordings are aligned to some milliseconds only: a delay near zero may come out a little below it. */
const LEAD_MS = 50;
const LEAST_FIT = 0.5;
const FRAME_MS = 10;
/** For the coarse search; what speech is told by lies below 4 kHz. */
const COARSE_RATE_HZ = 8000;

/**
 * Compares what was played with what was heard, both recorded over the same stretch of time ({@link record}).
 * A steady tone fits at every period: its delay means nothing; use speech.
 *
 * @throws when nothing loud was sent, when the rates differ, or when the recording is too short to look for anything.
 */
export function compareSound(sent: Sound, heard: Sound, options: CompareOptions = {}): Comparison {
  if (sent.rateHz !== heard.rateHz) throw new Error(`Rates differ: ${sent.rateHz} and ${heard.rateHz} Hz`);
  const { maxDelayMs = 2000, windowMs = 1000, gapMs = 100, silenceDbfs = -50 } = options;
  const found: Found[] = [];
  let loudWindows = 0;
  const coarse = { sent: coarsely(sent), heard: coarsely(heard) };
  const sentMs = (sent.samples.length * 1000) / sent.rateHz;
  const heardMs = (heard.samples.length * 1000) / heard.rateHz;
  for (let atMs = 0; atMs + windowMs <= sentMs && atMs + windowMs + maxDelayMs <= heardMs; atMs += windowMs) {
    const sentDbfs = rmsDbfs(part(sent, atMs, windowMs));
    if (sentDbfs < silenceDbfs + 10) continue;
    loudWindows += 1;
    const delayMs = findDelay(sent, heard, coarse, atMs, windowMs, maxDelayMs);
    if (delayMs === null) continue;
    found.push({ atMs, delayMs, levelDb: rmsDbfs(part(heard, atMs + delayMs, windowMs)) - sentDbfs });
  }
  if (loudWindows === 0)
    throw new Error('Nothing to compare: nothing loud was sent, or the recording is too short');
  const delays = found.map((window) => window.delayMs);
  const levelDb =
    found.length > 0
      ? quantile(
          found.map((window) => window.levelDb),
          0.5,
        )
      : null;
  return {
    delayMs: found.length > 0 ? { median: quantile(delays, 0.5), p95: quantile(delays, 0.95) } : null,
    matched: found.length / loudWindows,
    gaps: findGaps(sent, heard, found, gapMs, silenceDbfs, Math.min(0, levelDb ?? 0)),
    levelDb,
    loudWindows,
  };
}

/** Level of one tone, however much else is heard: Goertzel over Hann windows of 100 ms (about ±20 Hz wide). */
export function levelAt({ samples, rateHz }: Sound, frequencyHz: number): number {
  const length = Math.min(samples.length, Math.round(rateHz / 10));
  if (length === 0) return FLOOR_DBFS;
  const turn = 2 * Math.cos((2 * Math.PI * frequencyHz) / rateHz);
  let power = 0;
  let windows = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    let [s1, s2, weights] = [0, 0, 0];
    for (let i = 0; i < length; i += 1) {
      const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length);
      const s0 = ((samples[start + i] ?? 0) / 32_768) * weight + turn * s1 - s2;
      [s2, s1] = [s1, s0];
      weights += weight;
    }
    const amplitude = (2 * Math.sqrt(Math.max(0, s1 * s1 + s2 * s2 - turn * s1 * s2))) / weights;
    power += amplitude * amplitude;
    windows += 1;
  }
  return decibels(Math.sqrt(power / windows));
}

export function rmsDbfs({ samples }: Sound): number {
  let sum = 0;
  for (const sample of samples) sum += (sample / 32_768) ** 2;
  return decibels(Math.sqrt((2 * sum) / Math.max(1, samples.length)));
}

/** The longest stretch in which no 10 ms were louder than the threshold. */
export function longestSilenceMs(sound: Sound, thresholdDbfs = -50): number {
  let [longest, current] = [0, 0];
  for (const level of frameLevels(sound)) {
    current = level < thresholdDbfs ? current + FRAME_MS : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

interface Found {
  readonly atMs: number;
  readonly delayMs: number;
  readonly levelDb: number;
}

/** First at 8 kHz over the whole range, then around the best place at the full rate. */
function findDelay(
  sent: Sound,
  heard: Sound,
  coarse: { readonly sent: Sound; readonly heard: Sound },
  atMs: number,
  windowMs: number,
  maxDelayMs: number,
): number | null {
  const fromMs = Math.max(0, atMs - LEAD_MS);
  const spanMs = atMs + windowMs + maxDelayMs - fromMs;
  const rough = bestFit(
    floats(part(coarse.sent, atMs, windowMs)),
    floats(part(coarse.heard, fromMs, spanMs)),
  );
  if (rough.fit < LEAST_FIT) return null;
  const roughMs = fromMs + (rough.lag * 1000) / coarse.heard.rateHz;
  const nearMs = Math.max(0, roughMs - 1);
  const fine = bestFit(floats(part(sent, atMs, windowMs)), floats(part(heard, nearMs, windowMs + 2)));
  return nearMs + (fine.lag * 1000) / heard.rateHz - atMs;
}

/**
 * Runs of silence in the heard sound, counted from the first to the last frame that had been sent loud. The delay is
 * that of the nearest window, and the threshold follows a volume that was turned down.
 */
function findGaps(
  sent: Sound,
  heard: Sound,
  found: readonly Found[],
  gapMs: number,
  silenceDbfs: number,
  levelDb: number,
): Gap[] {
  const sentLevels = frameLevels(sent);
  const heardLevels = frameLevels(heard);
  const gaps: Gap[] = [];
  let first = -1;
  let last = -1;
  for (let frame = 0; frame <= sentLevels.length; frame += 1) {
    const sentDbfs = sentLevels[frame];
    const level = heardLevels[frame + Math.round(nearestDelayMs(found, frame * FRAME_MS) / FRAME_MS)];
    if (sentDbfs === undefined || (level !== undefined && level >= silenceDbfs + levelDb)) {
      const ms = first < 0 ? 0 : (last - first + 1) * FRAME_MS;
      if (first >= 0 && ms >= gapMs) gaps.push({ atMs: first * FRAME_MS, ms });
      first = -1;
    } else if (level !== undefined && sentDbfs >= silenceDbfs + 10) {
      if (first < 0) first = frame;
      last = frame;
    }
  }
  return gaps;
}

function nearestDelayMs(found: readonly Found[], atMs: number): number {
  let best = found[0];
  for (const window of found) {
    if (best && Math.abs(window.atMs - atMs) < Math.abs(best.atMs - atMs)) best = window;
  }
  return best?.delayMs ?? 0;
}

/** Averages neighbours down to about 8 kHz. */
function coarsely(sound: Sound): Sound {
  const factor = Math.max(1, Math.floor(sound.rateHz / COARSE_RATE_HZ));
  const samples = new Int16Array(Math.floor(sound.samples.length / factor));
  for (let i = 0; i < samples.length; i += 1) {
    let sum = 0;
    for (let k = 0; k < factor; k += 1) sum += sound.samples[i * factor + k] ?? 0;
    samples[i] = Math.round(sum / factor);
  }
  return { samples, rateHz: sound.rateHz / factor };
}

function frameLevels(sound: Sound): number[] {
  const length = Math.round((sound.rateHz * FRAME_MS) / 1000);
  return Array.from({ length: Math.floor(sound.samples.length / length) }, (_, i) =>
    rmsDbfs({ ...sound, samples: sound.samples.subarray(i * length, (i + 1) * length) }),
  );
}

function part(sound: Sound, fromMs: number, lengthMs: number): Sound {
  const from = Math.max(0, Math.round((fromMs * sound.rateHz) / 1000));
  return {
    ...sound,
    samples: sound.samples.subarray(from, from + Math.round((lengthMs * sound.rateHz) / 1000)),
  };
}

function floats({ samples }: Sound): Float64Array {
  return Float64Array.from(samples);
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

function decibels(amplitude: number): number {
  return amplitude > 0 ? Math.max(FLOOR_DBFS, 20 * Math.log10(amplitude)) : FLOOR_DBFS;
}
