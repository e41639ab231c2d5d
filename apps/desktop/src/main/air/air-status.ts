import type { AirStatus, Audience, Degraded, EngineState } from '@mauzin/desktop-contract';

/** Whether there is anything to hear; `alarm` when there was not for as long as the admin calls dead air. */
export type Quiet = 'no' | 'silent' | 'alarm';

/** A source that is not as it should be. */
export type TroubledSource = Extract<Degraded, { part: 'source' }>;

/** All that decides the station's state, at one moment. */
export interface AirFacts {
  readonly wantsLive: boolean;
  readonly engine: Pick<EngineState, 'air' | 'service' | 'audience' | 'recording' | 'notices'>;
  /** Time on air of this broadcast, going on while the engine restarts; null: it was not on the air yet. */
  readonly onAirMs: number | null;
  /** For how long the mix has not reached the fan-out; 0: it does. */
  readonly mixAwayMs: number;
  /** For how long the signal service has not been reached; 0: it is. */
  readonly serviceAwayMs: number;
  readonly quiet: Quiet;
  /** By which way listeners hear nothing of the mix, for long enough to believe it; null: they do hear. */
  readonly notHeard: 'direct' | 'relay' | null;
  /** The gravest trouble of all sources. */
  readonly source: TroubledSource | null;
  readonly manyHearBadly: boolean;
}

/** A gap shorter than this, ms, is over before anybody could read of it. */
export const shortGapMs = 1_000;

/**
 * The one state of the station. Pure. What keeps people from hearing goes first: what cannot come right by itself, then what is being
 * brought back, then silence, then what only some people or only later listeners notice.
 */
export function airStatus(facts: AirFacts): AirStatus {
  const { engine, mixAwayMs, onAirMs, quiet, serviceAwayMs, wantsLive } = facts;
  if (!wantsLive) return { name: engine.air.name === 'off' ? 'off' : 'stopping' };
  if (engine.service.name === 'failed') return { name: 'failed', failure: engine.service.failure };
  if (onAirMs === null) return { name: 'starting' };
  if (engine.air.name !== 'live') return { name: 'recovering', onAirMs, part: 'engine' };
  if (mixAwayMs >= shortGapMs) return { name: 'recovering', onAirMs, part: 'mix' };
  if (quiet !== 'no') return { name: 'silent', onAirMs, alarm: quiet === 'alarm' };
  if (serviceAwayMs >= shortGapMs) return { name: 'recovering', onAirMs, part: 'service' };
  const degraded = degradedBy(facts);
  return degraded ? { name: 'degraded', onAirMs, degraded } : { name: 'live', onAirMs };
}

function degradedBy({ engine, manyHearBadly, notHeard, source }: AirFacts): Degraded | null {
  if (notHeard !== null) return { part: 'path', by: notHeard };
  if (source) return source;
  const { hearing, hearingBadly } = engine.audience;
  if (manyHearBadly) return { part: 'listeners', badly: hearingBadly, of: hearing };
  if (engine.notices.some(({ name }) => name === 'no-network')) return { part: 'network' };
  if (engine.recording.name === 'failed') return { part: 'recording', why: engine.recording.why };
  return null;
}

/**
 * Whether so many hear badly that it is the broadcast's trouble, not theirs: three, and a fifth of all. Once so, it stays until
 * fewer than two, or fewer than a tenth, are left: the number goes up and down from report to report. Pure.
 */
export function manyHearBadly({ hearing, hearingBadly }: Audience, before: boolean): boolean {
  const [least, share] = before ? [2, 0.1] : [3, 0.2];
  return hearingBadly >= least && hearingBadly >= hearing * share;
}
