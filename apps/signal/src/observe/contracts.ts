import type { FailureCode, Role, Route } from '@mauzin/shared';

import type { RelayProcessStats } from '../sound/relay/contracts.ts';

/** Why somebody was not let in: by the protocol, or before there was a socket to say so. */
export type Refusal =
  | FailureCode
  /** The service has all the sockets that it takes. */
  | 'service-full'
  /** This address has all that it may have: sockets, hellos or requests. */
  | 'address-full'
  /** Pages of that origin may not connect. */
  | 'origin'
  /** Another path than `/ws`. */
  | 'path';

/** What happens in a service, for figures and histories. Nothing of a listener's identity is ever told. Never throws. */
export interface ServiceObserver {
  /** A peer was let in, so many ms after its hello. */
  joined?(joined: { readonly station: string; readonly role: Role; readonly tookMs: number }): void;
  refused?(reason: Refusal): void;
  wentLive?(station: string): void;
  wentOff?(station: string): void;
  /** A broadcaster came in with this key. */
  keyUsed?(station: string, keyHash: string): void;
  /** A listener was moved from one route to another. */
  moved?(moved: { readonly station: string; readonly to: Route; readonly why: MoveReason }): void;
}

export type MoveReason =
  /** A direct connection did not come up in time. */
  | 'direct-failed'
  /** The broadcaster has no more room. */
  | 'direct-full'
  /** The relay has gone, or has no more room. */
  | 'relay-lost'
  /** It is on the broadcaster's network now, or not any more. */
  | 'network';

/** Several at once. */
export function observers(all: readonly ServiceObserver[]): Required<ServiceObserver> {
  return {
    joined: (joined) => all.forEach((one) => one.joined?.(joined)),
    refused: (reason) => all.forEach((one) => one.refused?.(reason)),
    wentLive: (station) => all.forEach((one) => one.wentLive?.(station)),
    wentOff: (station) => all.forEach((one) => one.wentOff?.(station)),
    keyUsed: (station, keyHash) => all.forEach((one) => one.keyUsed?.(station, keyHash)),
    moved: (moved) => all.forEach((one) => one.moved?.(moved)),
  };
}

/** One station, as its figures stand now. */
export interface StationStats {
  readonly station: string;
  /** How long it has been on the air, ms; null when it is off. */
  readonly onAirMs: number | null;
  /** Pages that are open. */
  readonly listeners: number;
  /** Who wants sound, by route, and who plays the HTTP stream of this service. */
  readonly direct: number;
  readonly relayed: number;
  readonly overHttp: number;
}

/** What a service has to say of its database. */
export interface StoreFigures {
  /** It goes on with what it knows. */
  readonly databaseAway: boolean;
  /** Stations with listeners here that are live at another instance: they hear nothing. */
  readonly liveElsewhere: number;
}

/** The whole service, as its figures stand now. */
export interface ServiceStats {
  /** Sockets that are open. */
  readonly connections: number;
  readonly stations: readonly StationStats[];
  /** Bytes handed to sockets so far: frames, and HTTP live streams. */
  readonly signalBytesOut: number;
  readonly httpBytesOut: number;
  /** One for each process that forwards sound. */
  readonly relay: readonly RelayProcessStats[];
  /** It has been told to end. */
  readonly draining: boolean;
}
