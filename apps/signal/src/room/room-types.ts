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

/** One socket, as the room knows it. A peer that comes back has a new one. */
export type LinkId = number;

/** Who an event comes from, as the service knows it; nothing here is the peer's own claim. */
export interface From {
  readonly peer: string;
  readonly link: LinkId;
}

/** `ping` is answered by the socket's side; a second `hello` never comes this far. */
export type BroadcasterSays = Exclude<BroadcasterToService, { type: 'hello' | 'ping' }>;
export type ListenerSays = Exclude<ListenerToService, { type: 'hello' | 'ping' }>;

export type RoomTimer = 'grace' | 'presence';

/** What happens to a room. `atMs` is monotonic. */
export type RoomEvent = { readonly atMs: number } & (
  | {
      /** Version, station and key are right. */
      readonly type: 'broadcaster-hello';
      readonly from: From;
      readonly resume: string;
      readonly hello: BroadcasterHello;
    }
  | {
      readonly type: 'listener-hello';
      readonly from: From;
      readonly resume: string;
      /** It came with a token of ours and is the peer that it was. */
      readonly resumed: boolean;
      readonly hello: ListenerHello;
    }
  | { readonly type: 'broadcaster-says'; readonly from: From; readonly message: BroadcasterSays }
  | { readonly type: 'listener-says'; readonly from: From; readonly message: ListenerSays }
  | { readonly type: 'link-lost'; readonly from: From }
  | { readonly type: 'timer'; readonly timer: RoomTimer }
);

export type RoomNote = 'broadcaster-joined' | 'broadcaster-lost' | 'broadcaster-left' | 'live' | 'off';

/** What a room wants done, in this order. */
export type RoomEffect =
  | {
      readonly type: 'send';
      readonly to: readonly LinkId[];
      readonly message: ServiceToListener | ServiceToBroadcaster;
    }
  /** `failure` null: the peer said bye. */
  | { readonly type: 'close'; readonly link: LinkId; readonly failure: FailureCode | null }
  /** One timer of each name; arming it again starts it anew. */
  | { readonly type: 'arm'; readonly timer: RoomTimer; readonly delayMs: number }
  | { readonly type: 'disarm'; readonly timer: RoomTimer }
  /** A transition of the station's life, for the log. */
  | { readonly type: 'note'; readonly note: RoomNote; readonly peer: string | null };

export interface RoomSetup {
  readonly station: Station;
  /** Made anew for each connection of this peer. */
  readonly iceServersFor: (peer: string, role: Role) => readonly IceServer[];
  /** By which route the station can be heard over HTTP too; null: it cannot. */
  readonly httpStream: Route | null;
  readonly pingEveryMs: number;
  readonly maxListeners: number;
  readonly directCapacity: number;
  readonly graceMs: number;
  readonly presenceEveryMs: number;
  /** When the service began, monotonic. */
  readonly openedAtMs: number;
}
