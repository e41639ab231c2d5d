import { FRAME_MS, frameLevels } from './level.ts';
import type { Sound } from './pcm.ts';

export interface Gap {
  /** Where in the sound the gap begins: of a comparison, in the sent sound. */
  readonly atMs: number;
  /** How long the gap is: from the first to the last sound that was sent and not heard. */
  readonly ms: number;
}

/** Where in the heard sound a window of the sent one was found. */
export interface Found {
  readonly atMs: number;
  readonly delayMs: number;
}

export interface GapOptions {
  readonly gapMs: number;
  readonly silenceDbfs: number;
  /** How much lower the sound was heard than sent, 0 or less. */
  readonly levelDb: number;
  readonly windowMs: number;
}

/** The longest stretch in which no 10 ms were louder than the threshold. */
export function longestSilenceMs(sound: Sound, thresholdDbfs = -50): number {
  return Math.max(0, ...silences(sound, FRAME_MS, thresholdDbfs).map(({ ms }) => ms));
}

/** Every stretch of at least this length in which no 10 ms were louder than the threshold. */
export function silences(sound: Sound, leastMs: number, thresholdDbfs = -50): Gap[] {
  const found: Gap[] = [];
  let frames = 0;
  const levels = frameLevels(sound);
  for (let frame = 0; frame <= levels.length; frame += 1) {
    const level = levels[frame];
    if (level !== undefined && level < thresholdDbfs) {
      frames += 1;
    } else {
      const ms = frames * FRAME_MS;
      if (frames > 0 && ms >= leastMs) found.push({ atMs: frame * FRAME_MS - ms, ms });
      frames = 0;
    }
  }
  return found;
}

/** In frames of both sounds, from the first to the last one that were sent loud and not heard. */
interface Run {
  readonly first: number;
  readonly last: number;
}

/** Delays that differ by no more than this come from the correlation and the frames' edges. */
const steadyMs = 30;

/**
 * Runs of silence in the heard sound, counted from the first to the last frame that had been sent loud. The delay is that of the
 * nearest window, and the threshold follows a volume that was turned down.
 */
export function findGaps(sent: Sound, heard: Sound, found: readonly Found[], options: GapOptions): Gap[] {
  const { gapMs, levelDb, silenceDbfs, windowMs } = options;
  const isLoud = frameLevels(sent).map((level) => level >= silenceDbfs + 10);
  const isHeard = frameLevels(heard).map((level) => level >= silenceDbfs + levelDb);
  return findRuns(isLoud, isHeard, found)
    .filter(({ first, last }) => inMs(last - first + 1) >= gapMs)
    .map((run) => ({ atMs: inMs(run.first), ms: lostMs(run, isLoud, isHeard, found, windowMs) }))
    .filter(({ ms }) => ms >= gapMs);
}

function findRuns(isLoud: readonly boolean[], isHeard: readonly boolean[], found: readonly Found[]): Run[] {
  const runs: Run[] = [];
  let first = -1;
  let last = -1;
  for (let frame = 0; frame <= isLoud.length; frame += 1) {
    const heard = isHeard[heardFrame(frame, found)];
    if (frame === isLoud.length || heard === true) {
      if (first >= 0) runs.push({ first, last });
      first = -1;
    } else if (heard === false && isLoud[frame]) {
      if (first < 0) first = frame;
      last = frame;
    }
  }
  return runs;
}

/**
 * How much of a run was lost. Where the receiver makes up for a delay, the sound between two windows stands at neither's delay, and a
 * pause of the sent sound is easily taken for a gap: there only as much is lost as the silence is longer than any pause it can be.
 */
function lostMs(
  { first, last }: Run,
  isLoud: readonly boolean[],
  isHeard: readonly boolean[],
  found: readonly Found[],
  windowMs: number,
): number {
  const before = found.findLastIndex(({ atMs }) => atMs + windowMs <= inMs(first));
  const after = found.findIndex(({ atMs }) => atMs >= inMs(last));
  const around = found.slice(Math.max(0, before), after < 0 ? found.length : after + 1);
  const delays = around.map(({ delayMs }) => delayMs);
  const [least, most] = [Math.min(...delays), Math.max(...delays)];
  const runMs = inMs(last - first + 1);
  if (delays.length === 0 || most - least <= steadyMs) return runMs;
  const lost = [first, last].map((frame) => {
    const [from, to] = silenceAround(isHeard, heardFrame(frame, found));
    const pause = longestPause(isLoud.slice(Math.max(0, from - inFrames(most)), to - inFrames(least)));
    return inMs(to - from - pause);
  });
  return Math.min(runMs, Math.max(...lost));
}

function silenceAround(isHeard: readonly boolean[], frame: number): readonly [from: number, to: number] {
  const next = isHeard.indexOf(true, frame);
  return [isHeard.lastIndexOf(true, frame) + 1, next < 0 ? isHeard.length : next];
}

function longestPause(isLoud: readonly boolean[]): number {
  let [longest, current] = [0, 0];
  for (const loud of isLoud) {
    current = loud ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** By the delay of the nearest window. */
function heardFrame(frame: number, found: readonly Found[]): number {
  const atMs = inMs(frame);
  let best = found[0];
  for (const window of found) {
    if (best && Math.abs(window.atMs - atMs) < Math.abs(best.atMs - atMs)) best = window;
  }
  return frame + inFrames(best?.delayMs ?? 0);
}

const inMs = (frames: number): number => frames * FRAME_MS;
const inFrames = (ms: number): number => Math.round(ms / FRAME_MS);
