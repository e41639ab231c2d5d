import type { Route } from '@mauzin/shared';

import type { Reached } from './connections.ts';
import { Paces } from './paces.ts';

/** What is remembered of a listener as long as it is known, whichever network it is on. Times are monotonic, ms. */
interface PeerPast {
  /** When the listener was moved last. */
  movedAtMs: number;
  /** Until when a side that had no room for the listener is not tried again. */
  readonly refusedUntilMs: Record<Route, number>;
  /** How often the relay had no room for the listener, since it last heard by the relay. */
  relayRefusals: number;
  /** Over which connections sound went out when the listener's socket was lost: it may come back and name one of them. */
  heard: readonly Reached[];
  readonly paces: Paces;
  /** How many offers of the relay in a row the listener has let pass without an answer, and the last of them. */
  unanswered: { readonly count: number; readonly last: string | null };
  /** How often in a row the relay has waited in vain for a connection to the listener to come up, answered or not. */
  unreached: number;
  /** Until when a listener that answers none, or at which none comes up, gets no other seat at the relay. */
  silentUntilMs: number;
}

/** What is remembered of the ways to a listener as long as it stays on one network. Times are monotonic, ms. */
interface RoutesPast {
  readonly network: string;
  /** Until when a route whose connection did not come up is not tried again. */
  readonly failedUntilMs: Record<Route, number>;
  /** How often the relay did not reach the listener, since it last did. */
  relayFailures: number;
}

/** What is worth remembering of a listener whose socket is lost. A new field belongs to the half that lasts as long as it does. */
export interface Past {
  readonly peer: PeerPast;
  readonly routes: RoutesPast;
}

const never = (): Record<Route, number> => ({ direct: -Infinity, relay: -Infinity });

/** The past of a listener that comes by this network. `known`: what is remembered of it, whichever network it was on. */
export function pastOn(network: string, known: Past | null = null): Past {
  const peer = known?.peer ?? {
    movedAtMs: -Infinity,
    refusedUntilMs: never(),
    relayRefusals: 0,
    heard: [],
    paces: new Paces(),
    unanswered: { count: 0, last: null },
    unreached: 0,
    silentUntilMs: -Infinity,
  };
  if (known?.routes.network === network) return { peer, routes: known.routes };
  return { peer, routes: { network, failedUntilMs: never(), relayFailures: 0 } };
}

/** When this route may be tried again, monotonic, ms. */
export const triedAgainAtMs = ({ peer, routes }: Past, route: Route): number =>
  Math.max(peer.refusedUntilMs[route], routes.failedUntilMs[route]);

/** How often in a row the relay has failed the listener, for whatever reason. */
export const relaySetbacks = ({ peer, routes }: Past): number => peer.relayRefusals + routes.relayFailures;

/** The listener hears by this route: the route's earlier failures are forgotten. */
export function forgive({ peer, routes }: Past, route: Route): void {
  peer.refusedUntilMs[route] = -Infinity;
  routes.failedUntilMs[route] = -Infinity;
  if (route !== 'relay') return;
  peer.relayRefusals = 0;
  peer.unreached = 0;
  routes.relayFailures = 0;
}
