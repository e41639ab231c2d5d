import { wav } from './wav.ts';

/**
 * What the page itself can play, as files that the one element repeats without end. Not made by Web Audio, nor started by a
 * timer: both fall silent on phones when the screen is locked.
 */

/** What the element plays while nothing is on the air. */
export const silence = (): Blob => wav(8_000, 1, () => 0);

const notes = [
  { hz: 587.33, atS: 0 },
  { hz: 440, atS: 0.42 },
] as const;
const noteS = 0.9;
const attackS = 0.04;
/** About -15 dBFS: clear in a quiet hall, and softer than a recitation. */
const loudness = 0.18;

/** Plays while the sound is lost: two gentle notes every 3 s. Begins and ends in silence, so that it repeats without a click. */
export const tone = (): Blob => wav(16_000, 3, toneAt);

/** -1..1, at a time within the 3 s. */
export function toneAt(atS: number): number {
  return notes.reduce((sum, { hz, atS: from }) => sum + noteAt(hz, atS - from), 0);
}

function noteAt(hz: number, atS: number): number {
  if (atS < 0 || atS >= noteS) return 0;
  const attack = atS < attackS ? (1 - Math.cos((Math.PI * atS) / attackS)) / 2 : 1;
  const release = Math.cos((Math.PI / 2) * (atS / noteS)) ** 3;
  const turns = 2 * Math.PI * hz * atS;
  return loudness * attack * release * (Math.sin(turns) + 0.15 * Math.sin(2 * turns));
}
