import type { Role } from '@mauzin/shared';

import type { From } from '../../room/room-types.ts';
import type { StationHost } from '../../hosts/station-host.ts';

/** The peer has said who it is, and the station checks whether it may come in. What the peer says meanwhile is held. */
export interface Door {
  readonly name: 'at-the-door';
  /** When the peer's hello came, monotonic, ms. */
  readonly sinceMs: number;
  readonly held: string[];
  readonly cancel: null;
}

/** How far a socket has come. */
export type Phase =
  | { readonly name: 'greeting'; readonly cancel: () => void }
  | Door
  | {
      readonly name: 'peer';
      readonly role: Role;
      readonly from: From;
      readonly host: StationHost;
      readonly cancel: null;
    }
  /** The close frame is out; the timer ends the socket if no answer comes. */
  | { readonly name: 'closing'; readonly cancel: () => void }
  | { readonly name: 'closed'; readonly cancel: null };
