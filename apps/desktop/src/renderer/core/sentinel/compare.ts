import { envelopeStepMs } from '../worklets/messages.ts';
import type { EnvelopeTrack } from './envelope-track.ts';
import { findLikeness, spreadOf } from './likeness.ts';

/** What the last seconds say. */
export type Finding =
  /** It is the mix that arrives. `lagSteps` null: steady sound of the right loudness; how late it is cannot be told. */
  | { readonly name: 'like'; readonly lagSteps: number | null }
  /** The mix has sound, and nothing like it arrives. */
  | { readonly name: 'unlike' }
  /** The mix is silent, too little has arrived yet, or it could be either. */
  | { readonly name: 'unsure' };

const steps = (ms: number): number => Math.round(ms / envelopeStepMs);

/** Most that sound may be late and still be recognised, steps. */
const maxLag = steps(3_000);
/** Lags up to this are looked for at least, steps; a mix that began a moment ago cannot have more. */
const leastLag = steps(1_000);
/** Most of the sound that is compared at once, steps. */
const compared = steps(6_000);
const leastCompared = steps(3_000);
/** What is looked at for silence. */
const recent = steps(1_000);

/** How far back tracks are needed, ms. */
export const comparedMs = (maxLag + compared) * envelopeStepMs + 1_000;

const levelOf = (dbfs: number): number => 10 ** (dbfs / 20);
/** The mix has sound above this; what arrives has none below that, or so much below the mix. */
const soundLevel = levelOf(-55);
const silenceLevel = levelOf(-75);
const silenceShare = levelOf(-40);
/** Steady sound may arrive so much louder or softer. */
const rightLoudness = levelOf(6);

/** Envelopes that vary less (deviation of the mean) fit anywhere; noise of one loudness has 0.02. */
const leastVariation = 0.06;
/** Speech through Opus has 0.95 and more at the right lag, other speech 0.3 and less. */
const likeAbove = 0.6;
const unlikeBelow = 0.4;

/**
 * Compares what arrives with the mix. Pure.
 * @param arrived null when nothing can arrive: there is no connection
 * @param knownLag by how many steps sound was late when it was last known
 */
export function compare(mix: EnvelopeTrack, arrived: EnvelopeTrack | null, knownLag: number | null): Finding {
  const end = arrived === null ? mix.end : Math.min(mix.end, arrived.end);
  const expected = expectedLevel(mix, end, knownLag);
  if (expected < soundLevel) return unsure;
  if (arrived === null) return unlike;
  const known = end - arrived.begin;
  if (known < recent) return unsure;
  const arriving = rms(arrived.read(end - recent, end));
  if (arriving < Math.max(silenceLevel, expected * silenceShare)) return unlike;
  const sent = end - mix.begin;
  const length = Math.min(compared, known, sent - leastLag);
  if (length < leastCompared) return unsure;
  const lag = Math.min(maxLag, sent - length);
  return compareShapes(mix.read(end - length - lag, end), arrived.read(end - length, end));
}

function compareShapes(sent: Float32Array, heard: Float32Array): Finding {
  if (spreadOf(sent.map(Math.sqrt)).variation < leastVariation) {
    const ratio = rms(heard) / rms(sent);
    return ratio < rightLoudness && ratio > 1 / rightLoudness ? { name: 'like', lagSteps: null } : unsure;
  }
  const likeness = findLikeness(sent, heard, leastVariation);
  if (likeness === null) return unsure;
  if (likeness.correlation >= likeAbove) return { name: 'like', lagSteps: likeness.lagSteps };
  return likeness.correlation < unlikeBelow ? unlike : unsure;
}

/** How loud what arrives in the last second should be; while its lag is not known, no louder than any that it may have. */
function expectedLevel(mix: EnvelopeTrack, end: number, knownLag: number | null): number {
  if (knownLag !== null) return rms(mix.read(end - knownLag - recent, end - knownLag));
  let least = Infinity;
  for (let late = 0; late <= maxLag; late += recent) {
    least = Math.min(least, rms(mix.read(end - late - recent, end - late)));
  }
  return least;
}

function rms(levels: Float32Array): number {
  let squares = 0;
  for (const level of levels) squares += level * level;
  return Math.sqrt(squares / Math.max(1, levels.length));
}

const unsure: Finding = { name: 'unsure' };
const unlike: Finding = { name: 'unlike' };
