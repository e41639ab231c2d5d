import type { FailureCode, Rendition, Route } from '@mauzin/shared';

import type { CodeQuestion } from './access.ts';
import type { Figures } from './health.ts';

/** What the person has chosen; kept on the device. */
export interface Choices {
  readonly rendition: Rendition;
  /** Pocket mode: by the HTTP live stream, which Android plays on under a locked screen. */
  readonly pocket: boolean;
  /** The soft tone while the sound is lost. */
  readonly tone: boolean;
}

/** What can be chosen here and now. */
export interface Offers {
  /** The station has a saver rendition. */
  readonly saver: boolean;
  /** `no-codec`: this browser plays no WebM/Opus. `no-stream`: the station has no HTTP live stream. */
  readonly pocket: 'available' | 'no-codec' | 'no-stream';
  /** The network is slow, or its owner wants to save data: the saver should be offered. */
  readonly suggestsSaver: boolean;
}

/** How the sound comes. */
export type Transport = 'webrtc' | 'http';

/** What the page shows: one state, one button. `unlocked` means that the person has tapped and wants sound. */
export type ListenerState =
  /** This browser has neither WebRTC nor, at this station, a live stream that it can play. */
  | { readonly name: 'unsupported' }
  /** A private station: it asks for its access code. */
  | ({ readonly name: 'code' } & CodeQuestion)
  | { readonly name: 'connecting'; readonly unlocked: boolean }
  /** The station is off the air; once unlocked, sound starts by itself. */
  | { readonly name: 'waiting'; readonly unlocked: boolean }
  /** On the air, not tapped yet. */
  | { readonly name: 'ready' }
  | {
      readonly name: 'playing';
      readonly by: Transport;
      /** Null over HTTP. */
      readonly connection: string | null;
      readonly route: Route;
      readonly rendition: Rendition;
      /** False while only the socket is away: the sound goes on. */
      readonly online: boolean;
      readonly figures: Figures | null;
    }
  /** `failure` is null when the network or the sound was simply lost. */
  | {
      readonly name: 'reconnecting';
      readonly unlocked: boolean;
      readonly failure: FailureCode | null;
      /** Sound was heard and is missing: it must be noticed, so the tone sounds unless it is switched off. */
      readonly lost: boolean;
    }
  /** Sound arrives, but the browser wants a tap before it plays. */
  | { readonly name: 'blocked'; readonly connection: string | null }
  /** Only a person can mend this. */
  | { readonly name: 'gone'; readonly failure: FailureCode };

/** What the session knows; the state follows from it. */
export interface Facts {
  readonly supported: boolean;
  readonly signal:
    | { readonly name: 'online' }
    /** `again`: the first attempt came to nothing. */
    | { readonly name: 'connecting'; readonly again: boolean }
    | { readonly name: 'away'; readonly failure: FailureCode | null };
  /** The station is private, and its code is wanted. */
  readonly code: CodeQuestion | null;
  /** Not null once coming back by itself makes no sense. */
  readonly ended: { readonly failure: FailureCode } | null;
  /** What the service said last, or the drawn page before that; null where nobody said anything. */
  readonly live: boolean | null;
  /** Whether the service has ever answered. */
  readonly greeted: boolean;
  /** Whether the person wants sound. */
  readonly wanted: boolean;
  /** The connection whose packets arrive now. */
  readonly heard: {
    readonly connection: string | null;
    readonly route: Route;
    readonly by: Transport;
    readonly rendition: Rendition;
  } | null;
  /** Whether sound has been heard, or tried for in vain, since the tap. */
  readonly tried: boolean;
  /** Whether sound was heard in this broadcast, and has been missing for 2 s. */
  readonly lost: boolean;
  readonly full: boolean;
  readonly blocked: boolean;
  readonly figures: Figures | null;
}

/** The state that follows from the facts. Pure. */
export function describe(facts: Facts): ListenerState {
  if (!facts.supported) return { name: 'unsupported' };
  // What can be heard outranks what the service says: signaling never takes sound away.
  if (facts.wanted && facts.heard) return describeHeard(facts, facts.heard);
  if (facts.code) return { name: 'code', ...facts.code };
  if (facts.ended) return { name: 'gone', failure: facts.ended.failure };
  if (facts.signal.name === 'away') return reconnecting(facts, facts.signal.failure);
  if (facts.signal.name === 'connecting' && (facts.greeted || facts.signal.again))
    return reconnecting(facts, null);
  return describeStation(facts);
}

function describeStation(facts: Facts): ListenerState {
  const unlocked = isUnlocked(facts);
  if (facts.live === null) return { name: 'connecting', unlocked };
  if (!facts.live) return { name: 'waiting', unlocked };
  if (!facts.wanted) return { name: 'ready' };
  if (facts.full) return reconnecting(facts, 'station-full');
  return facts.tried ? reconnecting(facts, null) : { name: 'connecting', unlocked };
}

/** Who wants sound that the browser lets nobody hear (after a reload, without a tap) is asked for the tap, not told to wait. */
const isUnlocked = ({ wanted, blocked }: Facts): boolean => wanted && !blocked;

const reconnecting = (facts: Facts, failure: FailureCode | null): ListenerState => ({
  name: 'reconnecting',
  unlocked: isUnlocked(facts),
  failure,
  lost: facts.wanted && facts.lost && facts.live !== false,
});

function describeHeard(facts: Facts, heard: NonNullable<Facts['heard']>): ListenerState {
  if (facts.blocked) return { name: 'blocked', connection: heard.connection };
  const online = facts.signal.name === 'online';
  return { name: 'playing', ...heard, online, figures: facts.figures };
}
