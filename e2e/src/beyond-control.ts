import { type Gap, silences } from './gaps.ts';
import { compareSound, type CompareOptions, type Comparison } from './hear.ts';
import type { Heard } from './record.ts';
import type { Sound } from './pcm.ts';
import { durationMs, slice } from './sound.ts';

/** A gap that the machine does not explain. */
export interface Fault extends Gap {
  /** How much of the gap is left when what the control missed at the same moment is taken away, ms. */
  readonly beyondMs: number;
}

export interface BeyondOptions {
  /** What is left of a gap counts from this length on. */
  readonly gapMs?: number;
}

/** What the control misses of a sound without pauses, and of speech, counts from here on: pieces of one hesitation add up. */
const steadyGapMs = 10;
const spokenGapMs = 30;
/**
 * One hesitation reaches two ears at nearly the same moment: on a machine with twenty busy processes on two cores, the silences of two
 * browsers began within 20 ms of each other, and lasted as long within 100 ms.
 */
const nearMs = 100;
/** A control that misses more than this share of the sound, 0..1, tells nothing. With 13 % it still missed just what the phone did. */
const mostMissed = 0.2;
/** A recorder that lost more than this is not aligned with the others any longer. */
const mostLostMs = 60;
/** A window in which the control missed more than this, in either ear, is left out: holes of 10 ms here and there do no harm. */
const mostMissedMs = 50;
/** Fewer windows than this say nothing of how well a sound was recognised. */
const fewestWindows = 5;

/** The machine, not the product, was at fault, so that the test neither passed nor failed: it must be said. */
export class TooBusyToMeasure extends Error {
  override readonly name = 'TooBusyToMeasure';

  constructor(why: string) {
    super(`This machine was too busy to measure sound (${why}). The test has shown nothing: run it alone.`);
  }
}

/**
 * Takes what a control missed from what an ear missed at the same moments. A gap of the control stands for its own length and no
 * more, and only once: a fault of the product that meets a shorter hesitation of the machine is still told, and so is the second of two.
 * @param gaps both lists in one time, by their beginnings
 */
export function beyondControl(
  gaps: readonly Gap[],
  control: readonly Gap[],
  { gapMs = 100 }: BeyondOptions = {},
): Fault[] {
  const unused = control.map((gap) => ({ ...gap, leftMs: gap.ms }));
  return gaps
    .map((gap) => {
      let beyondMs = gap.ms;
      for (const near of unused) {
        const apart = near.atMs > gap.atMs + gap.ms + nearMs || near.atMs + near.ms + nearMs < gap.atMs;
        if (apart) continue;
        const explainedMs = Math.min(near.leftMs, beyondMs);
        near.leftMs -= explainedMs;
        beyondMs -= explainedMs;
      }
      return { ...gap, beyondMs };
    })
    .filter(({ beyondMs }) => beyondMs >= gapMs);
}

/**
 * The silences of an ear that hears a sound without pauses, beyond those of a control that hears one too; both recorded together.
 * @throws {TooBusyToMeasure}
 */
export function faultsOfSteady(heard: Heard, control: Heard, options: BeyondOptions = {}): Fault[] {
  const missed = missedBySteady([heard, control]);
  return beyondControl(silences(heard, options.gapMs ?? 100), missed, options);
}

/**
 * The silences of a file into which a sound without pauses was recorded, beyond those of a control that was heard meanwhile. When exactly
 * the file was made is not known, so each of the control's silences explains any of them.
 * @throws {TooBusyToMeasure}
 */
export function faultsOfFile(file: Sound, control: Heard, options: BeyondOptions = {}): Fault[] {
  const atAnyTime = (gaps: readonly Gap[]): Gap[] => gaps.map((gap) => ({ ...gap, atMs: 0 }));
  const missed = missedBySteady([control]);
  return beyondControl(atAnyTime(silences(file, options.gapMs ?? 100)), atAnyTime(missed), options);
}

export interface Spoken extends Pick<Comparison, 'delayMs'> {
  readonly faults: readonly Fault[];
  /** Of the windows in which the machine did not hesitate, the share in which what was sent was found, 0…1. */
  readonly matched: number;
  /** How many windows those are. */
  readonly windows: number;
  /** In how many of them it was not found. */
  readonly missed: number;
}

/**
 * What an ear missed of speech, beyond what a control missed that hears the same; all recorded together.
 * @throws {TooBusyToMeasure}
 */
export function compareSpoken(
  [sent, heard, control]: readonly [sent: Heard, heard: Heard, control: Heard],
  options: BeyondOptions & Pick<CompareOptions, 'maxDelayMs' | 'windowMs'> = {},
): Spoken {
  const own = compareSound(sent, heard, { ...options, inHalves: true });
  const other = compareSound(sent, control, { ...options, inHalves: true, gapMs: spokenGapMs });
  checkControl(other.gaps, [sent, heard, control], durationMs(sent));
  const faults = beyondControl(whenHeard(own), whenHeard(other), options);
  // A hesitation just beside a window may have reached the other ear within it.
  const disturbed = other.windows.map(({ delayMs }) => delayMs === null);
  return {
    faults,
    delayMs: own.delayMs,
    ...matchedApart(own, (_, i) => [i - 1, i, i + 1].some((beside) => disturbed[beside] === true)),
  };
}

/**
 * How two ears agree that hear the same speech, one of them later, apart from the moments at which a control missed something that hears
 * a sound without pauses; all recorded together.
 * @throws {TooBusyToMeasure}
 */
export function compareEars(
  [first, later, control]: readonly [first: Heard, later: Heard, control: Heard],
  options: Required<Pick<CompareOptions, 'maxDelayMs' | 'windowMs'>>,
): Omit<Spoken, 'faults'> {
  const own = compareSound(first, later, { ...options, inHalves: true });
  const missed = missedBySteady([first, later, control]);
  const missedMs = (fromMs: number): number => missedBetween(missed, fromMs, fromMs + options.windowMs);
  const laterMs = own.delayMs?.median ?? 0;
  return {
    delayMs: own.delayMs,
    ...matchedApart(
      own,
      ({ atMs, delayMs }) => missedMs(atMs) + missedMs(atMs + (delayMs ?? laterMs)) > mostMissedMs,
    ),
  };
}

/**
 * What a control missed, the last of what was recorded together, that hears a sound without pauses.
 * @throws {TooBusyToMeasure}
 */
function missedBySteady(recorded: readonly Heard[]): readonly Gap[] {
  const control = recorded.at(-1)!;
  const missed = silences(control, steadyGapMs);
  checkControl(missed, recorded, durationMs(control));
  return missed;
}

function missedBetween(missed: readonly Gap[], fromMs: number, toMs: number): number {
  const inside = missed.map(({ atMs, ms }) => Math.min(atMs + ms, toMs) - Math.max(atMs, fromMs));
  return inside.reduce((sum, ms) => sum + Math.max(0, ms), 0);
}

/**
 * The moments of so many ms, one after the other, in which the machine did not hesitate, as a control tells that hears a sound without
 * pauses and was recorded together with an ear.
 * @throws {TooBusyToMeasure}
 */
export function calmMoments(heard: Heard, control: Heard, lengthMs: number): readonly Sound[] {
  const missed = missedBySteady([heard, control]);
  const moments = Array.from({ length: Math.floor(durationMs(heard) / lengthMs) }, (_, i) => i * lengthMs);
  const calm = moments.filter((atMs) => missedBetween(missed, atMs, atMs + lengthMs) <= mostMissedMs);
  if (calm.length < fewestWindows) {
    throw new TooBusyToMeasure(`it hesitated in all but ${calm.length} of ${moments.length} moments`);
  }
  return calm.map((atMs) => slice(heard, atMs, atMs + lengthMs));
}

/** @throws {TooBusyToMeasure} where hardly a window is left */
function matchedApart(
  { windows }: Comparison,
  isDisturbed: (window: Comparison['windows'][number], index: number) => boolean,
): Pick<Spoken, 'matched' | 'missed' | 'windows'> {
  const calm = windows.filter((window, i) => !isDisturbed(window, i));
  if (calm.length < fewestWindows) {
    throw new TooBusyToMeasure(`it hesitated in all but ${calm.length} of ${windows.length} windows`);
  }
  const found = calm.filter(({ delayMs }) => delayMs !== null);
  const missed = calm.length - found.length;
  return { matched: found.length / calm.length, windows: calm.length, missed };
}

/** The gaps in the time of what is heard. */
const whenHeard = ({ delayMs, gaps }: Comparison): readonly Gap[] =>
  gaps.map(({ atMs, ms }) => ({ atMs: atMs + (delayMs?.median ?? 0), ms }));

function checkControl(missed: readonly Gap[], recorded: readonly Heard[], lengthMs: number): void {
  const missedMs = missed.reduce((sum, { ms }) => sum + ms, 0);
  if (missedMs > lengthMs * mostMissed) {
    throw new TooBusyToMeasure(`the control missed ${missedMs} of ${lengthMs.toFixed(0)} ms`);
  }
  const lostMs = Math.max(...recorded.map((sound) => sound.lostMs));
  if (lostMs > mostLostMs) throw new TooBusyToMeasure(`a recorder lost ${lostMs.toFixed(0)} ms`);
}
