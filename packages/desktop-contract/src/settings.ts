import {
  accessCodeSchema,
  isUsableAccessCode,
  languages,
  limits,
  opusPresetNames,
  slugSchema,
  stationSchema,
} from '@mauzin/shared';
import * as v from 'valibot';

/** Loudest a source may be raised, dB; the lowest gain before it counts as −∞. */
export const gainRangeDb = { min: -60, max: 12 } as const;

const gainDb = v.pipe(v.number(), v.minValue(gainRangeDb.min), v.maxValue(gainRangeDb.max));
const sourceIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/));
const deviceIdSchema = v.pipe(v.string(), v.maxLength(256));
const labelSchema = v.pipe(v.string(), v.maxLength(256));

/** Which of a device's channels are taken. `left` and `right` go to both sides; `mono` is the mean of the two. */
export const channelPicks = ['stereo', 'left', 'right', 'mono'] as const;
export type ChannelPick = (typeof channelPicks)[number];

/** Processing made for calls (W3C mediacapture-streams §4.3.5). All of it harms recitation, so all of it is off at first. */
export const processingSchema = v.object({
  echoCancellation: v.optional(v.boolean(), false),
  noiseSuppression: v.optional(v.boolean(), false),
  autoGainControl: v.optional(v.boolean(), false),
});
export type Processing = v.InferOutput<typeof processingSchema>;
export const noProcessing: Processing = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

const strip = {
  id: sourceIdSchema,
  gainDb,
  muted: v.boolean(),
  channels: v.optional(v.picklist(channelPicks), 'stereo'),
  processing: v.optional(processingSchema, {}),
};

/** Most channels of one device that can be told apart. */
export const mostDeskChannels = 64;
/** Channels of a mixer that has more than two: which, and of which mixer. On Linux an input of their own is made of them. */
export const deskChannelsSchema = v.object({
  /** The mixer's own name. */
  label: labelSchema,
  /** The first one is 1. */
  first: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostDeskChannels)),
  /** A pair of neighbours, or one. */
  count: v.picklist([1, 2]),
});
export type DeskChannels = v.InferOutput<typeof deskChannelsSchema>;

/** A source that the admin picked. A device is found again by its id, then by its label. */
export const savedSourceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('device'),
    ...strip,
    deviceId: deviceIdSchema,
    label: labelSchema,
    /** The device is an input that was made of these channels. */
    of: v.optional(deskChannelsSchema),
  }),
  /** Whatever input the system prefers; followed when the system's choice changes. */
  v.object({ kind: v.literal('default'), ...strip }),
  /** What this computer plays. Has no processing; the field is kept for a common shape. */
  v.object({ kind: v.literal('system'), ...strip }),
]);
export type SavedSource = v.InferOutput<typeof savedSourceSchema>;

/** Most sources in one mix. */
export const maxSources = 16;
export const savedSourcesSchema = v.pipe(v.array(savedSourceSchema), v.maxLength(maxSources));

/** Whether a source is heard. */
export const muteSchema = v.object({ id: sourceIdSchema, muted: v.boolean() });
export type Mute = v.InferOutput<typeof muteSchema>;

/** Where a saved device was found again: its new id or name. */
export const foundDeviceSchema = v.object({
  id: sourceIdSchema,
  deviceId: deviceIdSchema,
  label: labelSchema,
});
export type FoundDevice = v.InferOutput<typeof foundDeviceSchema>;

/** Where listeners meet the station: the service inside this app, or one elsewhere. */
export const serverChoiceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('inside'),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  }),
  v.object({
    kind: v.literal('remote'),
    /** The service's address as people type it, `https://radio.example` (or `http://` on the mosque's network). */
    url: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//), v.maxLength(200)),
    station: slugSchema,
    key: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.keyChars)),
  }),
]);
export type ServerChoice = v.InferOutput<typeof serverChoiceSchema>;

/** An address of this machine on a network, and the adapter that has it, by the system's name. */
export const lanAddressSchema = v.object({
  adapter: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  address: v.pipe(v.string(), v.ip()),
});
export type LanAddress = v.InferOutput<typeof lanAddressSchema>;

/** What one machine was measured to serve directly; a weaker one, or a thin upload, may be held to less. */
export const mostDirectListeners = 600;
export const directListenersSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(mostDirectListeners),
);

/** What takes a lost device's place until it returns. */
export const lostDeviceFallbacks = ['silence', 'next-device', 'system-default'] as const;
export type LostDeviceFallback = (typeof lostDeviceFallbacks)[number];

export const soundSettingsSchema = v.object({
  whenLost: v.optional(v.picklist(lostDeviceFallbacks), 'silence'),
  /** The safety limiter before the encoder. */
  limiter: v.optional(v.boolean(), true),
  /** The output on which the mix is heard at the PA machine; null: nowhere. */
  monitor: v.optional(v.nullable(v.object({ deviceId: deviceIdSchema, label: labelSchema })), null),
  /** A tone at this computer when something is wrong on the air. Never while the computer's own sound is a source. */
  alarmTone: v.optional(v.boolean(), true),
});
export type SoundSettings = v.InferOutput<typeof soundSettingsSchema>;

const between = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const webAddress = v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//), v.maxLength(500));

/** Levels are RMS of the mix over a quarter of a second, dBFS (a full-scale sine is −3). */
export const deadAirSchema = v.object({
  belowDbfs: v.optional(between(-90, -20), -60),
  afterS: v.optional(between(3, 600), 20),
  /** The server that is told by an HTTP POST of JSON when an alarm begins and ends; null: none. */
  webhook: v.optional(v.nullable(webAddress), null),
});
export type DeadAirSettings = v.InferOutput<typeof deadAirSchema>;

export const automationSchema = v.object({
  /** Goes live when the mix has been louder than this for so long, and stops when it has been quieter for so long. */
  signal: v.optional(
    v.object({
      on: v.optional(v.boolean(), false),
      aboveDbfs: v.optional(between(-80, -10), -40),
      startAfterS: v.optional(between(0.5, 60), 2),
      stopAfterS: v.optional(between(3, 7_200), 300),
    }),
    {},
  ),
  startAtLogin: v.optional(v.boolean(), false),
  /** After this machine was restarted: back on the air if it was. */
  resumeAfterRestart: v.optional(v.boolean(), true),
  /** An Electron accelerator that goes live, or asks to stop; null: none. */
  shortcut: v.optional(
    v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(60))),
    'CommandOrControl+Shift+F9',
  ),
});
export type AutomationSettings = v.InferOutput<typeof automationSchema>;

/** How much is in one file: a broadcast, or what of it is in one day or hour by the time of day. */
export const recordingPeriods = ['broadcast', 'day', 'hour'] as const;
export type RecordingPeriod = (typeof recordingPeriods)[number];

export const recordingSettingsSchema = v.object({
  on: v.optional(v.boolean(), false),
  newFile: v.optional(v.picklist(recordingPeriods), 'broadcast'),
  /** Recordings older than this are deleted; null keeps them for ever. */
  keepDays: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650))), 30),
  /** Null: the folder *Mauzin* in the system's music folder. */
  folder: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(1_000))), null),
});
export type RecordingSettings = v.InferOutput<typeof recordingSettingsSchema>;

export const updateChannels = ['stable', 'beta', 'off'] as const;
export type UpdateChannel = (typeof updateChannels)[number];

const languageSchema = v.picklist(languages);

/** An access code that a person may give a station. */
const usableAccessCodeSchema = v.pipe(accessCodeSchema, v.check(isUsableAccessCode));

/** The parts of the settings that are changed one by one, each as a whole. */
const parts = {
  preset: v.picklist(opusPresetNames),
  /** The screen's language; null follows the system. */
  language: v.nullable(languageSchema),
  /** Languages of the congregation, first the station's own: for the poster and the listener page. */
  stationLanguages: v.pipe(v.array(languageSchema), v.minLength(1), v.maxLength(3)),
  sound: soundSettingsSchema,
  deadAir: deadAirSchema,
  automation: automationSchema,
  recording: recordingSettingsSchema,
  updateChannel: v.picklist(updateChannels),
  /**
   * Makes the station of the service inside a private one; null: everybody may listen. For a station elsewhere it is the code that
   * that service's admin has set, for QR code and link.
   */
  accessCode: v.nullable(usableAccessCodeSchema),
  /** A new access code of the service inside ends whoever hears at that time; off: they hear on until they leave. */
  newCodeEnds: v.boolean(),
  /** QR code and copied link carry the access code. Off for posters in public places. */
  codeInLink: v.boolean(),
  /** The address that the link names, for the service on this computer; null: the likeliest one. */
  network: v.nullable(lanAddressSchema),
  /** Who has not the PIN may mute and unmute a source; nothing else. */
  operatorMayMute: v.boolean(),
  /** The first-run guide was gone through, or put away. */
  guideDone: v.boolean(),
};

/** What the desktop app remembers. Parsed whenever it is read; the key of a remote server is stored encrypted. */
export const settingsSchema = v.object({
  version: v.literal(1),
  station: stationSchema,
  server: serverChoiceSchema,
  sources: savedSourcesSchema,
  preset: parts.preset,
  language: parts.language,
  stationLanguages: v.optional(parts.stationLanguages, ['en']),
  sound: v.optional(parts.sound, {}),
  deadAir: v.optional(parts.deadAir, {}),
  automation: v.optional(parts.automation, {}),
  recording: v.optional(parts.recording, {}),
  updateChannel: v.optional(parts.updateChannel, 'stable'),
  accessCode: v.optional(parts.accessCode, null),
  newCodeEnds: v.optional(parts.newCodeEnds, false),
  codeInLink: v.optional(parts.codeInLink, true),
  network: v.optional(parts.network, null),
  operatorMayMute: v.optional(parts.operatorMayMute, false),
  guideDone: v.optional(parts.guideDone, false),
  /** Most listeners served from this machine, where the service has a relay for the others. On no screen. */
  directListeners: v.optional(directListenersSchema, mostDirectListeners),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

/** One or several parts of the settings, each replaced as a whole. Unknown parts are refused. */
export const settingsChangeSchema = v.partial(
  v.strictObject({ ...parts, stationName: stationSchema.entries.name, server: serverChoiceSchema }),
);
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>;

export const stationNameSchema = stationSchema.entries.name;

/** A PIN: 4 to 12 digits, of any script. */
export const pinSchema = v.pipe(v.string(), v.regex(/^\p{Nd}{4,12}$/u));
