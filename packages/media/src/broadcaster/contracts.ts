import type { Candidate, ClockPort, HealthReport, IceServer, Received, Roles } from '@mauzin/shared';

import type { MediaParameters, Outlet } from '../fan-out/contracts.ts';
import type { FanOut } from '../fan-out/fan-out.ts';
import type { IcePort } from '../ice/ice-port.ts';
import type {
  WebRtcListenerEvents,
  WebRtcListenerOptions,
  WebRtcListenerState,
} from '../outlets/webrtc-listener.ts';

/** What a broadcaster may say to the service by itself. */
export type BroadcasterSends = Roles['broadcaster']['sends'];
/** What the service says to a broadcaster, except the welcome. */
export type BroadcasterReceives = Exclude<Received<'broadcaster'>, { type: 'welcome' }>;
/** Who asks for sound, as the welcome's list and `listen` have it. */
export type Wish = Omit<Extract<BroadcasterReceives, { type: 'listen' }>, 'type'>;

/** The part of the signaling client that is needed here (`SignalClient<'broadcaster'>` fits). */
export interface SignalPort {
  /** False when there is no connection and the message was dropped. */
  send(message: BroadcasterSends): boolean;
}

/** One connection of a listener, as `WebRtcListener` is. */
export interface ListenerOutlet extends Outlet {
  readonly state: WebRtcListenerState;
  /** RTP bytes handed to its socket so far. */
  readonly bytesSent: number;
  /** The other end's address once there is a path, else null. */
  remoteAddress(): string | null;
  answer(sdp: string): void;
  candidate(candidate: Candidate): void;
  /** RED on or off, where the answer takes it. Off at first. */
  setRedundancy(on: boolean): void;
}

/** How a connection fared after the listener's answer came; told once for each connection. */
export type PathOutcome =
  /** Sound goes out to this address; null where it cannot be told. */
  | { readonly name: 'reached'; readonly address: string | null }
  /** No path after `pathWithinMs`. `addresses`: those that the listener named for itself, often none or hidden ones. */
  | { readonly name: 'unreached'; readonly addresses: readonly string[] };

/** How long a path may take from the listener's answer before it counts as missing, ms. Most take less than one second. */
export const pathWithinMs = 8_000;

/** Makes a connection to a listener; its offer comes by its events. */
export type MakeListenerOutlet = (
  id: string,
  iceServers: readonly IceServer[],
  events: WebRtcListenerEvents,
  /** The parameters of the fan-out that the connection will be an outlet of. */
  media: MediaParameters,
  towards: Required<Pick<WebRtcListenerOptions, 'toRelay' | 'namesAddresses'>>,
) => ListenerOutlet;

export interface BroadcasterOptions {
  /** The fan-out of the normal rendition. */
  readonly fanOut: FanOut;
  /** The fan-out of the saver, where there is one; a listener that asks for the saver where there is none gets the normal one. */
  readonly saver?: FanOut;
  /** Stays open when the broadcaster closes; so do the fan-outs. */
  readonly ice: IcePort;
  readonly signal: SignalPort;
  readonly clock: ClockPort;
  /** Most listeners that are offered sound from here, uplinks aside; further ones are told `station-full`. 600 unless told. */
  readonly maxOutlets?: number;
  /** `hearing`, `connected` or what is wanted may have another value now. */
  readonly onChange: () => void;
  /** What a listener reports of its hearing; uplinks are no listeners. */
  readonly onHealth?: (listener: string, report: HealthReport) => void;
  /** A listener's connection came up, or did not although the listener answered. */
  readonly onReach?: (listener: string, outcome: PathOutcome) => void;
  /** Whether a listener hears for this machine itself, not for a person: left out of `hearing`, `bytesSent` and `onReach`. */
  readonly isUncounted?: (listener: string) => boolean;
  /** Never fatal: an answer that cannot be used, a connection that cannot be made. */
  readonly onError: (error: unknown) => void;
  /** How a connection is made; other than by WebRTC only in tests. */
  readonly makeOutlet?: MakeListenerOutlet;
  readonly newConnectionId?: () => string;
}
