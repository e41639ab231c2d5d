import * as v from 'valibot';

import { knownName } from './growing-lists.ts';
import { limits } from './limits.ts';

/** A station's place in links: lower-case letters, digits and inner hyphens, 1–40 characters. */
export const slugSchema = v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/));

/** A peer's id: given by the service, never chosen by the peer. */
export const peerIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,40}$/));

/** A connection's id: the broadcaster gives one to each connection that it offers, so that late messages of a replaced one are told apart. */
export const connectionIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/));

/** Signed by the service: who the peer was, so that it may come back as the same one. Opaque to everyone else. */
export const resumeTokenSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{16,512}$/));

export const sdpSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.sdpChars));

/** A listener's answer. */
export const answerSdpSchema = v.pipe(v.string(), v.minLength(1), v.maxBytes(limits.answerBytes));

/** An ICE candidate (RFC 8839); an empty `candidate` marks the end of candidates. */
export const candidateSchema = v.object({
  candidate: v.pipe(v.string(), v.maxLength(limits.candidateChars)),
  sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(64))),
});
export type Candidate = v.InferOutput<typeof candidateSchema>;

/** An ICE server as RTCPeerConnection takes it (W3C webrtc-pc §4.2.4). */
export const iceServerSchema = v.object({
  urls: v.pipe(v.array(v.pipe(v.string(), v.maxLength(256))), v.minLength(1), v.maxLength(8)),
  username: v.optional(v.pipe(v.string(), v.maxLength(256))),
  credential: v.optional(v.pipe(v.string(), v.maxLength(256))),
});
export type IceServer = v.InferOutput<typeof iceServerSchema>;

/** A BCP 47 tag such as `ar` or `en-GB`. */
export const languageTagSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/),
  v.maxLength(35),
);

export const stationSchema = v.object({
  slug: slugSchema,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.nameChars)),
  language: languageTagSchema,
  /** Only listeners with the access code may listen. */
  private: v.optional(v.literal(true)),
});
/** A mosque's place on the air, as everybody may see it. */
export type Station = v.InferOutput<typeof stationSchema>;

/** How a listener gets sound. A route that is not known here counts as `relay`: its sound comes by the service. */
const routes = ['direct', 'relay'] as const;
export const routeSchema = knownName(routes, 'relay');
export type Route = (typeof routes)[number];

/**
 * One encoding of the mix: `normal` as the operator's preset has it, `saver` for whoever pays for every megabyte. Where a
 * message names none, it is `normal`.
 */
export const renditions = ['normal', 'saver'] as const;
export const renditionSchema = v.picklist(renditions);
export type Rendition = v.InferOutput<typeof renditionSchema>;
/** A rendition as a peer names it, which may know more of them. */
export const namedRenditionSchema = knownName(renditions, 'normal');

/** How a message names a rendition: `normal` is left out, since most are. */
export const namedRendition = (rendition: Rendition | undefined): { rendition?: Rendition } =>
  rendition === undefined || rendition === 'normal' ? {} : { rendition };

/** What opens a private station, as the person typed it; compared by `normalAccessCode`. */
export const accessCodeSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.accessCodeChars));

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(60 * 60 * 24 * 366 * 1000));

/** How long the station has been on the air, in ms; null when it is off. A duration, because clocks differ. */
export const onAirMsSchema = v.nullable(milliseconds);

/** How well a listener hears, over the time since its last report. Carries no identity. */
export const healthReportSchema = v.object({
  /** Null: over the HTTP live stream. Then loss, jitter and concealment are 0, and `bufferMs` is how far it is behind. */
  connection: v.nullable(connectionIdSchema),
  route: routeSchema,
  rendition: v.optional(namedRenditionSchema),
  /** Share of expected packets that were lost, 0..1. */
  lossShare: share,
  /** Interarrival jitter (RFC 3550 §6.4.1), ms. */
  jitterMs: milliseconds,
  /** Share of played samples that the receiver made up, 0..1. */
  concealedShare: share,
  /** Delay of the receiver's jitter buffer, ms. */
  bufferMs: milliseconds,
});
export type HealthReport = v.InferOutput<typeof healthReportSchema>;

export const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000));
export const durationMsSchema = milliseconds;
