import { bestFit } from './correlate.ts';
import { findGaps, type Found, type Gap } from './gaps.ts';
import { rmsDbfs } from './level.ts';
import type { Sound } from './pcm.ts';

export interface CompareOptions {
  /** Look for the sound no later than this. */
  readonly maxDelayMs?: number;
  /** The delay is found window by window: a receiver stretches sound a little, one correlation would smear. */
  readonly windowMs?: number;
  /** A window that is not found whole counts as found when both its halves are, about as late as each other. */
  readonly inHalves?: boolean;
  /** Report silences of at least this length. */
  readonly gapMs?: number;
  /** What counts as silence; sound counts as sent when it is 10 dB above this. */
  readonly silenceDbfs?: number;
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
  /** The loud windows one by one, each with its delay; null: what was sent in it was not found. */
  readonly windows: readonly { readonly atMs: number; readonly delayMs: number | null }[];
}

/** Recordings are aligned to some milliseconds only: a delay near zero may come out a little below it. */
const LEAD_MS = 50;
const LEAST_FIT = 0.5;
/** Within a window a receiver draws sound out, or hurries it, by no more than this. */
const STRETCH_MS = 150;
/** The rate of the coarse search; what speech is told by lies below 4 kHz. */
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
  const found: FoundLevel[] = [];
  const windows: { atMs: number; delayMs: number | null }[] = [];
  const coarse = { sent: coarsely(sent), heard: coarsely(heard) };
  const delayAt = (fromMs: number, lengthMs: number): number | null =>
    findDelay(sent, heard, coarse, fromMs, lengthMs, maxDelayMs);
  const sentMs = (sent.samples.length * 1000) / sent.rateHz;
  const heardMs = (heard.samples.length * 1000) / heard.rateHz;
  for (let atMs = 0; atMs + windowMs <= sentMs && atMs + windowMs + maxDelayMs <= heardMs; atMs += windowMs) {
    const sentDbfs = rmsDbfs(part(sent, atMs, windowMs));
    if (sentDbfs < silenceDbfs + 10) continue;
    const delayMs =
      delayAt(atMs, windowMs) ?? (options.inHalves ? delayOfHalves(delayAt, atMs, windowMs) : null);
    windows.push({ atMs, delayMs });
    if (delayMs === null) continue;
    found.push({ atMs, delayMs, levelDb: rmsDbfs(part(heard, atMs + delayMs, windowMs)) - sentDbfs });
  }
  if (windows.length === 0)
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
    matched: found.length / windows.length,
    gaps: findGaps(sent, heard, found, { gapMs, silenceDbfs, levelDb: Math.min(0, levelDb ?? 0), windowMs }),
    levelDb,
    loudWindows: windows.length,
    windows,
  };
}

interface FoundLevel extends Found {
  readonly levelDb: number;
}

function delayOfHalves(
  delayAt: (fromMs: number, lengthMs: number) => number | null,
  atMs: number,
  windowMs: number,
): number | null {
  const [first, second] = [delayAt(atMs, windowMs / 2), delayAt(atMs + windowMs / 2, windowMs / 2)];
  return first !== null && second !== null && Math.abs(second - first) <= STRETCH_MS ? first : null;
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
