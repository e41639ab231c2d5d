/**
 * The conversation between main and the engine's process. Both sides parse what they receive, although both are ours:
 * an update may leave an old one running beside a new one.
 */
import {
  type Audience,
  directListenersSchema,
  lanAddressSchema,
  type EngineNotice,
  type EngineState,
  mixSignalFromRendererSchema,
  mixSignalToRendererSchema,
  recordingPeriods,
  type RecordingState,
  sentinelSignalFromRendererSchema,
  sentinelSignalToRendererSchema,
  serverChoiceSchema,
} from '@mauzin/desktop-contract';
import {
  accessCodeSchema,
  countSchema,
  durationMsSchema,
  failureCodes,
  limits,
  stationSchema,
} from '@mauzin/shared';
import * as v from 'valibot';

const [insideSchema, remoteSchema] = serverChoiceSchema.options;

/** Which station the engine serves, and where listeners meet it. Keys and access codes travel on this channel only. */
const servedStationSchema = v.object({
  station: stationSchema,
  server: v.variant('kind', [
    v.object({
      ...insideSchema.entries,
      key: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.keyChars)),
    }),
    remoteSchema,
  ]),
  /** Makes the station of the service inside private; null: it is not. Means nothing elsewhere. */
  accessCode: v.nullable(accessCodeSchema),
});
export type ServedStation = v.InferOutput<typeof servedStationSchema>;

const engineConfigSchema = v.object({
  ...servedStationSchema.entries,
  /** Whether a change of the access code ends whoever hears. Absent: it does not. */
  newCodeEnds: v.optional(v.boolean()),
  /** Where broadcasts are recorded; null: they are not. An absolute path. */
  recordTo: v.nullable(v.pipe(v.string(), v.minLength(1))),
  /** How much is in one file of a recording. Absent: a broadcast. */
  recordEach: v.optional(v.picklist(recordingPeriods)),
  /** Most listeners to be served from here, where the service has another route for further ones. Absent: as measured. */
  directListeners: v.optional(directListenersSchema),
  /** The address on this machine that the link names; null or absent: the likeliest one. */
  network: v.optional(v.nullable(lanAddressSchema)),
});
export type EngineConfig = v.InferOutput<typeof engineConfigSchema>;

export const toEngineSchema = v.variant('type', [
  v.object({ type: v.literal('configure'), config: engineConfigSchema }),
  /**
   * `onAirMs`: for how long the station has been on the air, if it already was before the engine was started anew. `resumes`: it was
   * on the air until a moment ago, before the machine or the app was started anew; that the station is taken is then believed late.
   */
  v.object({
    type: v.literal('set-live'),
    live: v.boolean(),
    onAirMs: v.nullable(durationMsSchema),
    resumes: v.optional(v.boolean()),
  }),
  v.object({ type: v.literal('take-over') }),
  v.object({ type: v.literal('mix-signal'), signal: mixSignalFromRendererSchema }),
  v.object({ type: v.literal('sentinel-signal'), signal: sentinelSignalFromRendererSchema }),
  /** The machine slept and woke: look at everything anew, at once. */
  v.object({ type: v.literal('wake') }),
  v.object({ type: v.literal('stop') }),
]);
export type ToEngine = v.InferOutput<typeof toEngineSchema>;

/** How often the engine says that it is alive, ms. */
export const aliveEveryMs = 1_000;

const bytes = v.pipe(v.number(), v.minValue(0));

const noticeSchema = v.variant('name', [
  v.object({ name: v.literal('port-taken'), wanted: countSchema, used: countSchema }),
  v.object({ name: v.literal('media-port-taken'), wanted: countSchema }),
  v.object({ name: v.literal('no-network') }),
  v.object({ name: v.literal('service-not-started') }),
  v.object({ name: v.literal('firewall'), port: countSchema }),
  v.object({ name: v.literal('disk-nearly-full'), freeBytes: bytes }),
]) satisfies v.GenericSchema<EngineNotice>;

const flowSchema = v.picklist(['none', 'connecting', 'flowing']);

export const engineStateSchema = v.object({
  service: v.variant('name', [
    v.object({ name: v.literal('starting') }),
    v.object({ name: v.literal('connecting'), attempt: countSchema }),
    v.object({ name: v.literal('online') }),
    v.object({ name: v.literal('failed'), failure: v.picklist(failureCodes) }),
  ]),
  air: v.variant('name', [
    v.object({ name: v.literal('off') }),
    v.object({ name: v.literal('starting') }),
    v.object({ name: v.literal('live'), onAirMs: durationMsSchema }),
  ]),
  mix: flowSchema,
  saver: v.object({ wanted: v.boolean(), mix: flowSchema }),
  audience: v.object({
    open: countSchema,
    hearing: countSchema,
    peak: countSchema,
    direct: countSchema,
    relayed: countSchema,
    overHttp: countSchema,
    unheard: countSchema,
    hearingBadly: countSchema,
    saver: countSchema,
    weak: countSchema,
    uploadBps: v.pipe(v.number(), v.minValue(0)),
  }) satisfies v.GenericSchema<Audience>,
  relayUsed: v.boolean(),
  recording: v.variant('name', [
    v.object({ name: v.literal('off') }),
    v.object({ name: v.literal('on'), file: v.string(), bytes }),
    v.object({ name: v.literal('failed'), why: v.picklist(['disk-full', 'cannot-write']) }),
  ]) satisfies v.GenericSchema<RecordingState>,
  link: v.nullable(v.string()),
  networks: v.pipe(v.array(lanAddressSchema), v.readonly()),
  notices: v.pipe(v.array(noticeSchema), v.readonly()),
}) satisfies v.GenericSchema<EngineState>;

export const fromEngineSchema = v.variant('type', [
  /** The engine's process listens: configure it. */
  v.object({ type: v.literal('ready') }),
  /** Sent each `aliveEveryMs`: the engine does not hang. */
  v.object({ type: v.literal('alive') }),
  v.object({ type: v.literal('state'), state: engineStateSchema }),
  v.object({ type: v.literal('mix-signal'), signal: mixSignalToRendererSchema }),
  v.object({ type: v.literal('sentinel-signal'), signal: sentinelSignalToRendererSchema }),
]);
export type FromEngine = v.InferOutput<typeof fromEngineSchema>;

/** The state of an engine that has not spoken yet. */
export const freshEngineState: EngineState = {
  service: { name: 'starting' },
  air: { name: 'off' },
  mix: 'none',
  saver: { wanted: false, mix: 'none' },
  audience: {
    open: 0,
    hearing: 0,
    peak: 0,
    direct: 0,
    relayed: 0,
    overHttp: 0,
    unheard: 0,
    hearingBadly: 0,
    saver: 0,
    weak: 0,
    uploadBps: 0,
  },
  relayUsed: false,
  recording: { name: 'off' },
  link: null,
  networks: [],
  notices: [],
};
