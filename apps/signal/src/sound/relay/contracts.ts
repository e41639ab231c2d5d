/**
 * The relay is a second broadcaster of a station: it offers sound to listeners as the desktop does, from the same fan-out.
 * And it is a listener of the desktop (the uplink): one for each rendition, only while somebody needs it. The room stands
 * between all three, and passes their messages on; forwarding runs in processes of its own.
 */
import type {
  BroadcasterToService,
  ListenerToService,
  Rendition,
  ServiceToBroadcaster,
  ServiceToListener,
} from '@mauzin/shared';

import type { LiveStreams } from '../../live-streams.ts';

/** Where a listener is, as far as seats go by it. */
export interface RelayGuest {
  /** Equal for all that are on the same network. */
  readonly network: string;
  /** It is the broadcaster's network. */
  readonly isHome: boolean;
}

/** What a broadcaster, or the relay, says to a listener. */
export type SaysToListener = Extract<
  BroadcasterToService,
  { type: 'offer' | 'candidate' | 'closed' | 'refuse' | 'reached' }
>;
/** What a broadcaster, or the relay, hears of a listener. */
export type HearsOfListener = Extract<
  ServiceToBroadcaster,
  { type: 'listen' | 'unlisten' | 'answer' | 'candidate' | 'closed' | 'listener-left' | 'health' }
>;
/** What a listener, or an uplink, says to its broadcaster. `listen` asks for a (new) connection. */
export type UplinkSays = Extract<
  ListenerToService,
  { type: 'listen' | 'answer' | 'candidate' | 'closed' | 'health' }
>;
/** What a listener, or an uplink, hears of its broadcaster. */
export type UplinkHears = Extract<ServiceToListener, { type: 'offer' | 'candidate' | 'closed' }>;

/** From a station's room to the relay. */
export type ToRelay =
  /** `guest`: with each `listen`, which may take a seat. */
  | { readonly type: 'of-listener'; readonly message: HearsOfListener; readonly guest?: RelayGuest }
  | { readonly type: 'of-broadcaster'; readonly rendition: Rendition; readonly message: UplinkHears }
  /** Wanted: say `listen` for the uplink until it has sound, and whenever it loses its sound. Not wanted: let it go, without a word. */
  | { readonly type: 'uplink'; readonly rendition: Rendition; readonly wanted: boolean };

/** From the relay to a station's room. */
export type FromRelay =
  | { readonly type: 'to-listener'; readonly message: SaysToListener }
  | { readonly type: 'to-broadcaster'; readonly rendition: Rendition; readonly message: UplinkSays }
  /** Whether packets of this rendition reach the relay has changed. At first none do. */
  | { readonly type: 'flow'; readonly rendition: Rendition; readonly flows: boolean }
  /** How many play the station's HTTP stream, by rendition, has changed. */
  | { readonly type: 'readers'; readonly normal: number; readonly saver: number }
  /** A process ended that served these listeners: they hear nothing, and their connections are gone. */
  | { readonly type: 'lost'; readonly listeners: readonly string[] }
  /** `RelayedStation.isOpen` has another value now. */
  | { readonly type: 'changed' };

/** One station's place at the relay. */
export interface RelayedStation {
  /** Whether the relay would take one more listener of this station. */
  readonly isOpen: boolean;
  /** Never throws. Listeners that the relay has no room for are refused. */
  tell(message: ToRelay): void;
  /** Ends every connection. Idempotent. */
  close(): void;
}

/** Sound that is forwarded, in counts: who is there now, and what has passed since it began. */
export interface ForwardedCounts {
  readonly listeners: number;
  readonly uplinks: number;
  readonly packetsIn: number;
  readonly packetsOut: number;
  /** Taken in and not forwarded: malformed, late, doubled or padding. */
  readonly packetsDropped: number;
  readonly bytesOut: number;
}

/** Figures of one process that forwards sound. */
export interface RelayProcessStats extends ForwardedCounts {
  readonly pid: number;
  /** Its UDP port. */
  readonly port: number;
  readonly rssBytes: number;
  /** The longest that its event loop was held up since the last look, ms. */
  readonly loopDelayMs: number;
}

/** Forwards the sound of stations, in processes of its own. */
export interface Relay {
  /** Whether the relay holds its UDP port, or could; false makes the service not ready. */
  readonly isReady: boolean;
  /** The stations' sound over HTTP, from the same uplinks. */
  readonly streams: LiveStreams;
  /** Starts its first process, so that it is there when it is needed. Idempotent. @throws RelayError (rejects) when it cannot run */
  start(): Promise<void>;
  openStation(station: string, says: (message: FromRelay) => void): RelayedStation;
  stats(): readonly RelayProcessStats[];
  /** Ends every process. Idempotent; resolves when nothing is left open. */
  close(): Promise<void>;
}
