import { limits as protocolLimits, type Role } from '@mauzin/shared';

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
  /** Bytes a second of all listeners of one address, lastingly, and how many of them may come at once. */
  readonly bytesPerAddress: number;
  readonly byteBurstPerAddress: number;
  /** Plain requests a second of one address, lastingly, and how many of them may come at once. */
  readonly requestsPerAddress: number;
  readonly requestBurstPerAddress: number;
  /** TCP connections that have asked for something else than a socket: sockets have places of their own. */
  readonly maxHttpConnections: number;
  /** Answers under way to one address, live streams among them; and TCP connections besides sockets, where no proxy stands before the service. */
  readonly httpConnectionsPerAddress: number;
  /** How long a request's head, and the whole of it, may take to come, ms. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** How long nothing of an answer may be taken, and how long the whole of it may take, ms. Live streams have rules of their own. */
  readonly answerIdleMs: number;
  readonly answerWithinMs: number;
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
  /** Bytes a second that a role may send, lastingly; four seconds' worth may come at once. */
  readonly bytesPerSecond: Readonly<Record<Role, number>>;
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
  // An answer with its candidates is 3 to 6 kB, a report 300 bytes.
  bytesPerAddress: 2 * 1024 * 1024,
  byteBurstPerAddress: 32 * 1024 * 1024,
  // A page takes eight requests.
  requestsPerAddress: 400,
  requestBurstPerAddress: 12_000,
  maxHttpConnections: 4_000,
  httpConnectionsPerAddress: 2_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  // A page's largest part is 60 kB: a phone that gets half a kilobyte a second still has it.
  answerIdleMs: 30_000,
  answerWithinMs: 120_000,
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
  // The largest frame may come at once, and so may five answers with all their candidates.
  bytesPerSecond: { listener: 32 * 1024, broadcaster: 8 * 1024 * 1024 },
  bufferedBytes: { listener: 1024 * 1024, broadcaster: 8 * 1024 * 1024 },
  wrongCodeDelayMs: 800,
  goodbyeMs: 2_000,
  maxStreams: 1_200,
  streamsPerAddress: 1_000,
};
