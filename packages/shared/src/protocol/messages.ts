/**
 * The whole conversation. One WebSocket, one JSON object a text frame, told apart by `type`. Split by direction: each
 * side parses what it receives with the union of that direction and may send only its own.
 *
 * - First comes `hello`, answered by `welcome`, or by `error` and a close with the failure's code.
 * - A listener that wants sound says `listen`; the service passes that on to the broadcaster, which answers with an
 *   `offer`; the listener answers with `answer`, both trickle `candidate`s. A listener that asks again with
 *   `connection: null` gets a new connection beside the old one, and says `closed` once it no longer needs the old.
 * - What is added later goes only to who has listed it in `hello` or `welcome` (`features.ts`, `additions.ts`).
 * - After a lost socket, `hello` carries the resume token and the connection that still plays: it is kept.
 */
import * as v from 'valibot';

import {
  accessCodeSchema,
  answerSdpSchema,
  candidateSchema,
  connectionIdSchema,
  countSchema,
  durationMsSchema,
  healthReportSchema,
  iceServerSchema,
  onAirMsSchema,
  namedRenditionSchema,
  peerIdSchema,
  renditions as knownRenditions,
  resumeTokenSchema,
  routeSchema,
  sdpSchema,
  slugSchema,
  stationSchema,
} from './fields.ts';
import { knownFailure, retries } from './failures.ts';
import { featuresSchema } from './features.ts';
import { knownName, knownNames, nameSchema } from './growing-lists.ts';
import { limits } from './limits.ts';

/** Both sides must speak the same version; a mismatch is final and asks for an update. An addition never raises the version. */
export const protocolVersion = 1;

const version = v.pipe(v.number(), v.integer());
const connection = connectionIdSchema;
/** The connection that the listener still hears, or null when it hears none. */
const heldConnection = v.nullable(connectionIdSchema);
const rendition = v.optional(namedRenditionSchema);
/** The renditions that the broadcaster can encode, `normal` always among them. A file is encoded already, and has no other. */
const renditions = v.optional(knownNames(knownRenditions));
/** The route that the broadcaster's own ear wants to hear by. */
const by = v.optional(v.literal('relay'));
/** What the sender knows of the protocol's additions; absent: none of them. */
const features = v.optional(featuresSchema);

const ping = v.object({ type: v.literal('ping'), id: countSchema });
const pong = v.object({ type: v.literal('pong'), id: countSchema });
const bye = v.object({ type: v.literal('bye') });
const errorFields = v.object({
  type: v.literal('error'),
  code: nameSchema,
  /** Whether to come back, for a peer that does not know the code. Absent for a peer that has not listed the feature `retry`. */
  retry: v.optional(knownName(retries, 'later')),
  /** When to come back, ms: drawn for each peer, so that a crowd spreads out. Absent: the usual backoff. At most a minute. */
  retryInMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60_000))),
  /** For logs, in English: what exactly was wrong. The person's sentence comes from `failureTexts`. */
  detail: v.optional(v.pipe(v.string(), v.maxLength(500))),
});
const error = v.pipe(
  errorFields,
  v.transform(({ code, ...rest }) => ({ ...rest, code: knownFailure(code, rest.retry) })),
);
const welcome = {
  type: v.literal('welcome'),
  version,
  peer: peerIdSchema,
  resume: resumeTokenSchema,
  station: stationSchema,
  iceServers: v.array(iceServerSchema),
  listeners: countSchema,
  /** How often the client pings, ms; silence of two such intervals means that the socket is dead. */
  pingEveryMs: v.pipe(durationMsSchema, v.minValue(100)),
  /** Told only to a peer that has listed its own features. */
  features,
};

// ---- listener → service
export const listenerHelloSchema = v.object({
  type: v.literal('hello'),
  role: v.literal('listener'),
  version,
  station: slugSchema,
  features,
  resume: v.optional(resumeTokenSchema),
  /** Whether the person wants sound now (has tapped). */
  listening: v.boolean(),
  connection: heldConnection,
  /** Route of the held connection; absent: direct. Needed because a service that was started anew does not know it. */
  route: v.optional(routeSchema),
  /**
   * This listener hears for the broadcaster, not for a person: it is left out of every count that is told. Limits hold for it too. Only
   * with the `key`; without it, it counts as everybody.
   */
  uncounted: v.optional(v.literal(true)),
  /** Means something together with `uncounted` only: how it is to hear, where that is possible. Absent: as a person there would. */
  by,
  /** Which encoding of the mix is wanted; where the station has no saver, the normal one comes. */
  rendition,
  /** Access code of a private station. Not needed with a valid resume token. */
  code: v.optional(accessCodeSchema),
  /** Key of the station's broadcaster, when it listens to itself: opens a private station as well as the code does, and is needed for `uncounted`. */
  key: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(limits.keyChars))),
});
export const listenerToServiceSchema = v.variant('type', [
  listenerHelloSchema,
  v.object({ type: v.literal('listen'), connection: heldConnection, rendition, by }),
  v.object({ type: v.literal('answer'), connection, sdp: answerSdpSchema }),
  v.object({ type: v.literal('candidate'), connection, candidate: candidateSchema }),
  v.object({ type: v.literal('closed'), connection }),
  v.object({ type: v.literal('health'), report: healthReportSchema }),
  /** The person stopped: no sound wanted, the page stays. */
  v.object({ type: v.literal('unlisten') }),
  /** Asks for a new ticket of a private station's HTTP stream at once. */
  v.object({ type: v.literal('ticket') }),
  bye,
  ping,
]);
export type ListenerToService = v.InferOutput<typeof listenerToServiceSchema>;
export type ListenerHello = v.InferOutput<typeof listenerHelloSchema>;

// ---- service → listener
export const serviceToListenerSchema = v.variant('type', [
  v.object({
    ...welcome,
    onAirMs: onAirMsSchema,
    renditions,
    /**
     * The station can be heard over HTTP too, at `/live/<slug>.webm`, from the desktop itself or by the service's relay; where it is
     * private, a ticket opens it.
     */
    httpStream: v.optional(routeSchema),
    /** Opens the HTTP stream for half an hour at most. Absent: the station is open, or the listener does not know of tickets. */
    ticket: v.optional(resumeTokenSchema),
  }),
  v.object({ type: v.literal('live'), onAirMs: durationMsSchema, renditions }),
  /** `stopped`: on purpose. `lost`: the broadcaster has been away for long; what still plays may go on playing. */
  v.object({ type: v.literal('off'), reason: knownName(['stopped', 'lost'], 'lost') }),
  v.object({
    type: v.literal('offer'),
    connection,
    route: routeSchema,
    rendition,
    sdp: sdpSchema,
    /** ICE servers for this connection, instead of those of the welcome: credentials of TURN servers expire. */
    iceServers: v.optional(v.array(iceServerSchema)),
  }),
  v.object({ type: v.literal('candidate'), connection, candidate: candidateSchema }),
  v.object({ type: v.literal('closed'), connection }),
  /** Instead of the last one; comes by itself, long before that is over. */
  v.object({ type: v.literal('ticket'), ticket: resumeTokenSchema }),
  error,
  pong,
]);
export type ServiceToListener = v.InferOutput<typeof serviceToListenerSchema>;

// ---- broadcaster → service
export const broadcasterHelloSchema = v.object({
  type: v.literal('hello'),
  role: v.literal('broadcaster'),
  version,
  station: slugSchema,
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.keyChars)),
  features,
  resume: v.optional(resumeTokenSchema),
  /** Whether to end the broadcaster that is there now. Only ever set by a person's choice. */
  takeOver: v.boolean(),
  onAirMs: onAirMsSchema,
  renditions,
});
const listener = peerIdSchema;
/** It is the relay's uplink: one copy for all whom the relay serves. Not counted as a listener; always admitted, whatever the capacity. */
const uplink = v.optional(v.literal(true));
export const broadcasterToServiceSchema = v.variant('type', [
  broadcasterHelloSchema,
  v.object({ type: v.literal('live') }),
  v.object({ type: v.literal('off') }),
  v.object({ type: v.literal('offer'), listener, connection, rendition, sdp: sdpSchema }),
  v.object({ type: v.literal('candidate'), listener, connection, candidate: candidateSchema }),
  v.object({ type: v.literal('closed'), listener, connection }),
  /** No room: the listener is told `station-full` and may ask again later. */
  v.object({ type: v.literal('refuse'), listener, code: knownName(['station-full'], 'station-full') }),
  /**
   * Sound goes out over this connection. Without it in time, the service takes another route. Said again when a listener asks with a
   * connection that is open: a service that was started anew believes no listener alone.
   */
  v.object({ type: v.literal('reached'), listener, connection }),
  /** Most listeners that the broadcaster serves directly from now on, uplinks aside: fewer where its upload or its network is used up. */
  v.object({ type: v.literal('capacity'), direct: countSchema }),
  bye,
  ping,
]);
export type BroadcasterToService = v.InferOutput<typeof broadcasterToServiceSchema>;
export type BroadcasterHello = v.InferOutput<typeof broadcasterHelloSchema>;

// ---- service → broadcaster
export const serviceToBroadcasterSchema = v.variant('type', [
  v.object({
    ...welcome,
    /** Everybody who wants sound from the broadcaster now, with the connection that each still hears. */
    listening: v.array(v.object({ listener, connection: heldConnection, rendition, uplink })),
  }),
  v.object({ type: v.literal('listen'), listener, connection: heldConnection, rendition, uplink }),
  v.object({ type: v.literal('unlisten'), listener }),
  v.object({ type: v.literal('answer'), listener, connection, sdp: sdpSchema }),
  v.object({ type: v.literal('candidate'), listener, connection, candidate: candidateSchema }),
  v.object({ type: v.literal('closed'), listener, connection }),
  /** `bye`: the page said bye. `lost`: only its socket is gone, and it may still hear; ICE decides for how long. */
  v.object({ type: v.literal('listener-left'), listener, reason: knownName(['bye', 'lost'], 'lost') }),
  v.object({ type: v.literal('health'), listener, report: healthReportSchema }),
  /** Everybody who hears on without a socket is to hear no more: the connections of all who want no sound, as far as was told, end. */
  v.object({ type: v.literal('dismissed') }),
  /** How many listeners there are; told seldom, however many come and go. */
  v.object({
    type: v.literal('presence'),
    listeners: countSchema,
    /** Of those who hear: how many the relay serves, and how many play the service's HTTP stream. Absent: the service has neither. */
    relayed: v.optional(countSchema),
    overHttp: v.optional(countSchema),
    /** How many more there are at the relay, by either way, to whom it has nothing to send: the sound does not reach it. Absent: not told. */
    unheard: v.optional(countSchema),
  }),
  error,
  pong,
]);
export type ServiceToBroadcaster = v.InferOutput<typeof serviceToBroadcasterSchema>;

/** The only frames the service takes before a peer is known. */
export const helloSchema = v.variant('role', [listenerHelloSchema, broadcasterHelloSchema]);
export type Hello = v.InferOutput<typeof helloSchema>;
