import type { Candidate, IceServer, Received, Roles } from '@mauzin/shared';

import type { Outlet } from '../fan-out/contracts.ts';
import type { ListenerEvents, ListenerState } from '../outlets/webrtc-listener.ts';

/** What a broadcaster may say to the service by itself. */
export type BroadcasterSays = Roles['broadcaster']['sends'];
/** What the service says to a broadcaster, but for the welcome. */
export type BroadcasterHears = Exclude<Received<'broadcaster'>, { type: 'welcome' }>;

/** What is needed of the signaling client (`SignalClient<'broadcaster'>` fits). */
export interface SignalPort {
  /** False when there is no connection and the message was dropped. */
  send(message: BroadcasterSays): boolean;
}

/** One connection of a listener, as `WebRtcListener` is. */
export interface ListenerOutlet extends Outlet {
  readonly state: ListenerState;
  answer(sdp: string): void;
  candidate(candidate: Candidate): void;
}

/** Makes a connection, whose offer comes by its events. */
export type MakeListenerOutlet = (
  id: string,
  iceServers: readonly IceServer[],
  events: ListenerEvents,
) => ListenerOutlet;
