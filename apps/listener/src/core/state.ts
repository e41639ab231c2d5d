import type { FailureCode, Route } from '@mauzin/shared';

import type { Figures } from './health.ts';

/** What the page shows: one state, one button. `unlocked` means that the person has tapped and wants sound. */
export type ListenerState =
  /** This browser has no WebRTC. */
  | { readonly name: 'unsupported' }
  | { readonly name: 'connecting'; readonly unlocked: boolean }
  /** The station is off the air; once unlocked, sound starts by itself. */
  | { readonly name: 'waiting'; readonly unlocked: boolean }
  /** On the air, not tapped yet. */
  | { readonly name: 'ready' }
  | {
      readonly name: 'playing';
      readonly connection: string;
      readonly route: Route;
      /** False while only the socket is away: the sound goes on. */
      readonly online: boolean;
      readonly figures: Figures | null;
    }
  /** `failure` is null when the network or the sound was simply lost. */
  | { readonly name: 'reconnecting'; readonly unlocked: boolean; readonly failure: FailureCode | null }
  /** Sound arrives, but the browser wants a tap before it plays. */
  | { readonly name: 'blocked'; readonly connection: string }
  /** Only a person can mend this. */
  | { readonly name: 'gone'; readonly failure: FailureCode };

/** What the session knows; the state follows from it. */
export interface Facts {
  readonly supported: boolean;
  readonly signal:
    | { readonly name: 'connecting' | 'online' }
    | { readonly name: 'away'; readonly failure: FailureCode | null };
  /** Not null once coming back by itself makes no sense. */
  readonly ended: { readonly failure: FailureCode } | null;
  /** What the service said last; null before it said anything. */
  readonly live: boolean | null;
  /** Whether the person wants sound. */
  readonly wanted: boolean;
  /** The connection whose packets arrive now. */
  readonly heard: { readonly connection: string; readonly route: Route } | null;
  /** Whether sound has been heard, or tried for in vain, since the tap. */
  readonly tried: boolean;
  readonly full: boolean;
  readonly blocked: boolean;
  readonly figures: Figures | null;
}

/** The state that follows from the facts. Pure. */
export function describe(facts: Facts): ListenerState {
  if (!facts.supported) return { name: 'unsupported' };
  // What can be heard outranks what the service says: signaling never takes sound away.
  if (facts.wanted && facts.heard) return describeHeard(facts, facts.heard);
  if (facts.ended) return { name: 'gone', failure: facts.ended.failure };
  const unlocked = facts.wanted;
  if (facts.signal.name === 'away') return { name: 'reconnecting', unlocked, failure: facts.signal.failure };
  if (facts.signal.name === 'connecting') {
    return facts.live === null
      ? { name: 'connecting', unlocked }
      : { name: 'reconnecting', unlocked, failure: null };
  }
  if (facts.live === null) return { name: 'connecting', unlocked };
  if (!facts.live) return { name: 'waiting', unlocked };
  if (!facts.wanted) return { name: 'ready' };
  if (facts.full) return { name: 'reconnecting', unlocked, failure: 'station-full' };
  return facts.tried ? { name: 'reconnecting', unlocked, failure: null } : { name: 'connecting', unlocked };
}

function describeHeard(facts: Facts, heard: { connection: string; route: Route }): ListenerState {
  if (facts.blocked) return { name: 'blocked', connection: heard.connection };
  const online = facts.signal.name === 'online';
  return {
    name: 'playing',
    connection: heard.connection,
    route: heard.route,
    online,
    figures: facts.figures,
  };
}
