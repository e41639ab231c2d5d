import {
  type IceServer,
  limits as protocolLimits,
  type Rendition,
  type Role,
  type Route,
} from '@mauzin/shared';

import { type Stretch, stretchByScrypt } from './access/access-code.ts';
import { type ServiceClock, systemClock } from './clock.ts';
import type { EmbedOrigins } from './http/headers.ts';
import type { HttpPart } from './http/http-part.ts';
import type { Check } from './http/readiness.ts';
import { observers, type ServiceObserver } from './observe/contracts.ts';
import type { Relay } from './relay/contracts.ts';
import { newPeerId } from './sockets/peer-id.ts';
import { fixedStations, type StationConfig, type StationDirectory } from './stations/contracts.ts';

/** What the service takes and how long it waits. Every one is enforced. */
export interface ServiceLimits {
  /** Listener pages open at one station. */
  readonly maxListeners: number;
  /** Sockets open at the whole service, of whatever role. */
  readonly maxConnections: number;
  /** Sockets open to one address: a hall's phones may well share one. */
  readonly connectionsPerAddress: number;
  /** Sockets beyond both of these, for broadcasters alone: full of listeners, a service still lets a right key in. */
  readonly broadcasterReserve: number;
  /** Listeners' hellos a second from one address, lastingly, and how many of them may come at once. */
  readonly hellosPerAddress: number;
  readonly helloBurstPerAddress: number;
  /** Frames a second of all listeners of one address, lastingly, and how many of them may come at once. */
  readonly messagesPerAddress: number;
  readonly messageBurstPerAddress: number;
  /** Plain requests a second of one address, lastingly, and how many of them may come at once. */
  readonly requestsPerAddress: number;
  readonly requestBurstPerAddress: number;
  /** TCP connections besides sockets: in all, and of one address where no proxy stands before the service. */
  readonly maxHttpConnections: number;
  readonly httpConnectionsPerAddress: number;
  /** How long a request's head, and the whole of it, may take to come, ms. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** How long a connection may be idle between two requests, ms. */
  readonly keepAliveMs: number;
  /** Largest frame that is taken, bytes; at most the protocol's. */
  readonly messageBytes: number;
  /** Listeners that one broadcaster serves directly. */
  readonly directCapacity: number;
  /** How long a direct connection may take from its offer until sound goes out over it, before the relay is asked, ms. */
  readonly directWithinMs: number;
  /** How long the relay is sent a station's sound after the last who needed it, ms. */
  readonly uplinkLingerMs: number;
  /** From a socket's opening to its hello, ms. */
  readonly helloTimeoutMs: number;
  /** A socket that answers no ping is ended within two of these, ms; clients are told to ping as often. At least 100. */
  readonly pingEveryMs: number;
  /** How long a station stays live while its broadcaster's socket is gone, ms. */
  readonly graceMs: number;
  /** Least time between two `presence` messages of one station, ms. */
  readonly presenceEveryMs: number;
  /** How long a resume token is good for, ms. */
  readonly resumeForMs: number;
  /** Frames a second that a role may send, lastingly; four seconds' worth may come at once. */
  readonly framesPerSecond: Readonly<Record<Role, number>>;
  /** Bytes that may wait for a slow peer before it is cut. */
  readonly bufferedBytes: Readonly<Record<Role, number>>;
  /** How long a wrong access code waits for its answer, ms. */
  readonly wrongCodeDelayMs: number;
  /** How long a closed socket may take to say goodbye before it is ended, ms. */
  readonly goodbyeMs: number;
  /** HTTP live streams open at once: in all, and to one address, which never has more than are still free. */
  readonly maxStreams: number;
  readonly streamsPerAddress: number;
}

export const defaultLimits: ServiceLimits = {
  maxListeners: 2_000,
  maxConnections: 5_000,
  // A hall of 1,500 phones behind one address, each with its old socket not yet given up.
  connectionsPerAddress: 3_000,
  broadcasterReserve: 64,
  hellosPerAddress: 200,
  helloBurstPerAddress: 3_000,
  // Each tells how it hears and pings every five seconds; when the station goes live it answers with a dozen frames.
  messagesPerAddress: 3_000,
  messageBurstPerAddress: 40_000,
  // A page takes eight requests.
  requestsPerAddress: 400,
  requestBurstPerAddress: 12_000,
  maxHttpConnections: 4_000,
  httpConnectionsPerAddress: 2_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 10_000,
  messageBytes: protocolLimits.frameBytes,
  directCapacity: 600,
  directWithinMs: 4_000,
  uplinkLingerMs: 60_000,
  helloTimeoutMs: 5_000,
  pingEveryMs: 5_000,
  graceMs: 30_000,
  presenceEveryMs: 1_000,
  resumeForMs: 7 * 24 * 60 * 60 * 1000,
  // A listener answers one offer with up to 50 candidates; a broadcaster offers to hundreds when it goes live.
  framesPerSecond: { listener: 30, broadcaster: 3_000 },
  bufferedBytes: { listener: 1024 * 1024, broadcaster: 8 * 1024 * 1024 },
  wrongCodeDelayMs: 800,
  goodbyeMs: 2_000,
  maxStreams: 1_200,
  streamsPerAddress: 1_000,
};

/** What the service needs of a logger; pino's fits. Keys, tokens and session descriptions are never passed to it. */
export interface ServiceLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLogger: ServiceLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Where a stream's bytes go. */
export interface LiveSink {
  /** Takes bytes. False: it is full, and says by the reader's `drained()` when it has room again. */
  write(bytes: Uint8Array): boolean;
  /** No more will come. */
  end(): void;
}

/** One player of a live stream. */
export interface LiveReader {
  drained(): void;
  /** The player is gone: nothing more is written. Idempotent. */
  close(): void;
}

export interface LiveWish {
  readonly station: string;
  /** Where there is no saver, the normal one comes. */
  readonly rendition: Rendition;
  /** For players that read whole blocks: filled up with what they skip, so that their blocks are full in time. */
  readonly filled: boolean;
}

/** The sound of stations as endless WebM, made in this process. */
export interface LiveStreams {
  /** From the desktop itself, or by the relay. */
  readonly route: Route;
  /** Whether there is a stream whenever this station is on the air. Does not change while the service runs. */
  available(station: string): boolean;
  /** Null: no more room. What is written while this call lasts counts as well. */
  open(wish: LiveWish, sink: LiveSink): LiveReader | null;
}

export interface SignalServiceOptions {
  /** Slugs must differ. A directory's may change while the service runs. */
  readonly stations: readonly StationConfig[] | StationDirectory;
  /** Address to listen on; by default all of the machine's. */
  readonly host?: string;
  /** 0 takes any free port. Default 8080. */
  readonly port?: number;
  /** Handed to this peer, made anew for each connection. Default none: enough on one network. */
  readonly iceServersFor?: (peer: string, role: Role) => readonly IceServer[];
  /** The built listener page (a folder with index.html and assets/). Without it pages answer 503 in plain words. */
  readonly pagesDir?: string;
  /** Pages of these origins may connect, besides the service's own. Whoever sends no Origin (the desktop) may. */
  readonly allowedOrigins?: readonly string[];
  /** Sites that may show the small player (`/embed/<station>`) in a frame. Default any: it has nothing but a button to play. */
  readonly embedOrigins?: EmbedOrigins;
  /** Where the service is found from outside, as an origin. By default taken from each request. */
  readonly publicUrl?: string;
  /** The only header by which a proxy before the service tells a client's address, lower-case. Default none: there is no proxy. */
  readonly addressHeader?: string;
  /** What else must be there for the service to be ready, by name. */
  readonly checks?: Readonly<Record<string, Check>>;
  /** What is answered below `/api/admin`. Default: there is nothing. */
  readonly adminApi?: HttpPart;
  readonly limits?: Partial<ServiceLimits>;
  /** What is served at `/live/<station>.webm`. By default nothing: only a process that has the sound can. */
  readonly liveStreams?: LiveStreams;
  /** Forwards sound for stations whose listeners the desktop does not reach, and serves it over HTTP. Closed by its owner. */
  readonly relay?: Relay;
  readonly observers?: readonly ServiceObserver[];
  /** Signs resume tokens. By default each station's is derived from its key's hash, so they outlive a restart. */
  readonly resumeSecret?: string;
  readonly logger?: ServiceLogger;
  readonly clock?: ServiceClock;
  /** 0..1 */
  readonly random?: () => number;
  readonly newPeerId?: () => string;
  /** How access codes are made expensive to guess; as `hashAccessCode` did. */
  readonly stretch?: Stretch;
}

export type ServiceSettings = Required<
  Omit<
    SignalServiceOptions,
    | 'addressHeader'
    | 'adminApi'
    | 'host'
    | 'liveStreams'
    | 'pagesDir'
    | 'publicUrl'
    | 'relay'
    | 'resumeSecret'
    | 'limits'
    | 'observers'
    | 'stations'
  >
> & {
  readonly addressHeader: string | null;
  readonly adminApi: HttpPart | null;
  readonly host: string | null;
  readonly liveStreams: LiveStreams | null;
  readonly relay: Relay | null;
  readonly observer: Required<ServiceObserver>;
  readonly stations: StationDirectory;
  readonly pagesDir: string | null;
  readonly publicUrl: string | null;
  readonly resumeSecret: string | null;
  readonly limits: ServiceLimits;
};

export function settingsOf(options: SignalServiceOptions): ServiceSettings {
  return {
    stations: 'get' in options.stations ? options.stations : fixedStations(options.stations),
    host: options.host ?? null,
    port: options.port ?? 8080,
    iceServersFor: options.iceServersFor ?? (() => []),
    pagesDir: options.pagesDir ?? null,
    allowedOrigins: options.allowedOrigins ?? [],
    embedOrigins: options.embedOrigins ?? 'any',
    publicUrl: options.publicUrl ?? null,
    addressHeader: options.addressHeader ?? null,
    adminApi: options.adminApi ?? null,
    checks: options.checks ?? {},
    liveStreams: options.liveStreams ?? options.relay?.streams ?? null,
    relay: options.relay ?? null,
    observer: observers(options.observers ?? []),
    limits: { ...defaultLimits, ...options.limits },
    resumeSecret: options.resumeSecret ?? null,
    logger: options.logger ?? silentLogger,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    newPeerId: options.newPeerId ?? newPeerId,
    stretch: options.stretch ?? stretchByScrypt,
  };
}
