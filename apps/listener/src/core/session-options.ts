import type { ClockPort, Rendition, SocketPort, Station } from '@mauzin/shared';

import type { Probe } from './asking-socket.ts';
import type { AudioPort, CreatePeer } from './ports.ts';
import type { Choices, ListenerState, Offers } from './state.ts';

/** The HTTP live stream, as far as this browser can use it. */
export interface HttpStream {
  /** Whether the browser plays WebM with Opus. */
  readonly canPlay: boolean;
  /** The address of the stream. `ticket` opens a private station's. */
  readonly url: (rendition: Rendition, ticket: string | undefined) => string;
}

export interface SessionOptions<TStream> {
  /** Null when the service knows no such station. */
  readonly station: Pick<Station, 'slug' | 'private'> | null;
  /** False where the browser has no WebRTC. */
  readonly supported: boolean;
  /** Whether the station was live when the page was drawn: believed until the service says more. Null: nobody knows. */
  readonly believedLive: boolean | null;
  /** What the person chose on an earlier visit. */
  readonly choices: Choices;
  /** The access code of a private station, kept from an earlier visit. */
  readonly code: string | null;
  /** The code that proved right is to be kept; null: the kept one has become wrong, and is to be forgotten. */
  readonly onCode: (code: string | null) => void;
  /** Receiver mode: nobody stands by. */
  readonly persistent: boolean;
  /** Whether the browser says that the network is slow, or that its owner wants to save data. */
  readonly suggestsSaver: boolean;
  readonly http: HttpStream | null;
  /** False while the browser says that there is no network at all. Absent: it never says so. */
  readonly networkThere?: () => boolean;
  readonly openSocket: () => SocketPort;
  /** Asks the service by a plain request whether it is there. Absent: only sockets can tell. */
  readonly probe?: Probe;
  readonly createPeer: CreatePeer<TStream>;
  readonly audio: AudioPort<TStream>;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly onState: (state: ListenerState) => void;
  /** What can be chosen has changed. */
  readonly onOffers: (offers: Offers) => void;
  /** What went wrong on the way, for the log. Never fatal. */
  readonly onError: (error: unknown) => void;
}
