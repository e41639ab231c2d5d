import type {
  BroadcasterHello,
  BroadcasterToService,
  FailureCode,
  IceServer,
  ListenerHello,
  ListenerToService,
  Role,
  Route,
  ServiceToBroadcaster,
  ServiceToListener,
  Station,
} from '@mauzin/shared';

import type { MoveReason } from '../observe/contracts.ts';
import type { FromRelay, ToRelay } from '../sound/relay/contracts.ts';

/** One socket, as the room knows it. A peer that comes back has a new one. */
export type LinkId = number;

/** Who an event comes from, as the service knows it; nothing here is the peer's own claim. */
export interface From {
  readonly peer: string;
  readonly link: LinkId;
}

/** `ping` and `ticket` are answered before; a second `hello` never comes this far. */
export type BroadcasterSays = Exclude<BroadcasterToService, { type: 'hello' | 'ping' }>;
export type ListenerSays = Exclude<ListenerToService, { type: 'hello' | 'ping' | 'ticket' }>;

/**
 * `routes`: something is due about listeners' routes. `uplink-…`: nobody has needed that rendition at the relay for a while.
 */
export type RoomTimer = 'grace' | 'presence' | 'routes' | 'uplink-normal' | 'uplink-saver';

/** What happens to a room. `atMs` is monotonic. */
export type RoomEvent = { readonly atMs: number } & (
  | {
      /** Version, station and key are right. */
      readonly type: 'broadcaster-hello';
      readonly from: From;
      /** The network that the peer is on: equal for all that are on the same one. Opaque. */
      readonly network: string;
      readonly resume: string;
      readonly hello: BroadcasterHello;
    }
  | {
      readonly type: 'listener-hello';
      readonly from: From;
      readonly network: string;
      readonly resume: string;
      /** Opens the HTTP stream; null: none is needed, or the listener knows of none. */
      readonly ticket: string | null;
      /** The listener came with a token of ours, and is the same peer as before. */
      readonly resumed: boolean;
      readonly hello: ListenerHello;
    }
  | { readonly type: 'broadcaster-says'; readonly from: From; readonly message: BroadcasterSays }
  | { readonly type: 'listener-says'; readonly from: From; readonly message: ListenerSays }
  | { readonly type: 'relay-says'; readonly message: Exclude<FromRelay, { type: 'changed' }> }
  /** Whether the relay would take one more listener. Until the first such event the room takes it that it would not. */
  | { readonly type: 'relay-open'; readonly isOpen: boolean }
  | { readonly type: 'link-lost'; readonly from: From }
  /** The admin sends this listener away; its connections end, too. */
  | { readonly type: 'send-away'; readonly peer: string }
  /** All listeners have to come in anew, but for those on `spared`; what they hear ends. */
  | { readonly type: 'dismiss'; readonly spared: ReadonlySet<LinkId> }
  | { readonly type: 'timer'; readonly timer: RoomTimer }
);

/** A transition of the station's life, or of a listener's: for the log and the figures. */
export type RoomNote =
  | {
      readonly note: 'broadcaster-joined' | 'broadcaster-lost' | 'broadcaster-left' | 'live' | 'off';
      readonly peer: string | null;
    }
  | { readonly note: 'moved'; readonly peer: string; readonly to: Route; readonly why: MoveReason };

/** What a room wants done, in this order. */
export type RoomEffect =
  | {
      readonly type: 'send';
      readonly to: readonly LinkId[];
      readonly message: ServiceToListener | ServiceToBroadcaster;
    }
  | { readonly type: 'to-relay'; readonly message: ToRelay }
  /** `failure` null: the peer said bye. */
  | { readonly type: 'close'; readonly link: LinkId; readonly failure: FailureCode | null }
  /** One timer of each name; arming it again starts it anew. */
  | { readonly type: 'arm'; readonly timer: RoomTimer; readonly delayMs: number }
  | { readonly type: 'disarm'; readonly timer: RoomTimer }
  | ({ readonly type: 'note' } & RoomNote);

export interface RoomSetup {
  readonly station: Station;
  /** The ICE servers for a peer. `offeredOn`: the network of a listener that is offered a connection; absent: it is only greeted. */
  readonly iceServersFor: (peer: string, role: Role, offeredOn?: string) => readonly IceServer[];
  /** By which route the station can be heard over HTTP too; null: it cannot. */
  readonly httpStream: Route | null;
  /** Whether the relay may pass this station's sound on, whenever its broadcaster is there. */
  readonly relay: boolean;
  readonly pingEveryMs: number;
  readonly maxListeners: number;
  readonly directCapacity: number;
  readonly directWithinMs: number;
  readonly uplinkLingerMs: number;
  readonly graceMs: number;
  readonly presenceEveryMs: number;
  /** When the service began, monotonic. */
  readonly openedAtMs: number;
}
