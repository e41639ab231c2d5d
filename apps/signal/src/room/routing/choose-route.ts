/** What is known when a listener asks for sound. */
export interface RouteFacts {
  /** The listener's address is on the broadcaster's own network, as far as the service can tell. */
  readonly sameNetwork: boolean;
  /** The service can forward this station's sound itself and has room. */
  readonly relayAvailable: boolean;
  /** A direct connection was tried and did not come up in time. */
  readonly directFailed: boolean;
  /** The broadcaster has room for the listener. */
  readonly directFits: boolean;
}

export type RouteChoice =
  | { readonly route: 'direct' }
  | { readonly route: 'relay' }
  | { readonly route: null };

/**
 * Who sends to a listener. On the broadcaster's network: directly, as long as that works and there is room. Elsewhere:
 * the relay where there is one, else directly (with TURN, if configured). Null: nobody has room.
 */
export function chooseRoute(facts: RouteFacts): RouteChoice {
  const preferDirect = facts.sameNetwork && !facts.directFailed && facts.directFits;
  if (preferDirect) return { route: 'direct' };
  if (facts.relayAvailable) return { route: 'relay' };
  return facts.directFits ? { route: 'direct' } : { route: null };
}
