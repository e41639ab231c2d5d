/**
 * The desktop's one IPC contract. Preload, renderer and main are all typed from it: a call or event is added here, with
 * its schema, or nowhere. Main parses every argument with the schema before use.
 */
import { candidateSchema, connectionIdSchema, renditionSchema, sdpSchema } from '@mauzin/shared';
import * as v from 'valibot';

import { type Recording, recordingNameSchema } from './recordings.ts';
import {
  deskChannelsSchema,
  foundDeviceSchema,
  muteSchema,
  pinSchema,
  savedSourcesSchema,
  settingsChangeSchema,
} from './settings.ts';
import { sentinelStateSchema, soundReportSchema } from './sound-report.ts';
import type { DesktopState } from './state.ts';

/** One step of a rendition's connection between the renderer's simple-peer (initiator) and the fan-out. */
const rendition = v.optional(renditionSchema);
export const mixSignalFromRendererSchema = v.variant('type', [
  v.object({ type: v.literal('offer'), rendition, sdp: sdpSchema }),
  v.object({ type: v.literal('candidate'), rendition, candidate: candidateSchema }),
]);
export type MixSignalFromRenderer = v.InferOutput<typeof mixSignalFromRendererSchema>;

export const mixSignalToRendererSchema = v.variant('type', [
  v.object({ type: v.literal('answer'), rendition, sdp: sdpSchema }),
  v.object({ type: v.literal('candidate'), rendition, candidate: candidateSchema }),
]);
export type MixSignalToRenderer = v.InferOutput<typeof mixSignalToRendererSchema>;

const connection = connectionIdSchema;
/**
 * The sentinel's ears are in the window, its socket is in the engine: what a listener page would say and hear there.
 * `listen` asks for a connection, or for another one after the last failed.
 */
export const sentinelSignalFromRendererSchema = v.variant('type', [
  /** `by`: by the service's relay, where that is possible; absent: as somebody here would hear. */
  v.object({ type: v.literal('listen'), by: v.optional(v.literal('relay')) }),
  v.object({ type: v.literal('answer'), connection, sdp: sdpSchema }),
  v.object({ type: v.literal('candidate'), connection, candidate: candidateSchema }),
  v.object({ type: v.literal('closed'), connection }),
]);
export type SentinelSignalFromRenderer = v.InferOutput<typeof sentinelSignalFromRendererSchema>;

export const sentinelSignalToRendererSchema = v.variant('type', [
  v.object({
    type: v.literal('offer'),
    connection,
    sdp: sdpSchema,
    /** By which way the sound comes; absent: directly. */
    by: v.optional(v.literal('relay')),
    iceServers: v.array(
      v.object({
        urls: v.array(v.string()),
        username: v.optional(v.string()),
        credential: v.optional(v.string()),
      }),
    ),
  }),
  v.object({ type: v.literal('candidate'), connection, candidate: candidateSchema }),
  v.object({ type: v.literal('closed'), connection }),
]);
export type SentinelSignalToRenderer = v.InferOutput<typeof sentinelSignalToRendererSchema>;

const captureKinds = ['microphone', 'system-sound'] as const;
/** What the page may want to hear. */
const captureKindSchema = v.picklist(captureKinds);
export type CaptureKind = v.InferOutput<typeof captureKindSchema>;

/** Each call's argument. A call without one takes `undefined`. */
export const callSchemas = {
  'get-state': v.undefined(),
  'set-live': v.boolean(),
  /** Another broadcaster holds the station and the person chose to end it. */
  'take-over': v.undefined(),
  'set-sources': savedSourcesSchema,
  /** Also while the app is locked, where the admin allows that. */
  'set-muted': muteSchema,
  /** A saved device was found under another id or name. */
  'remember-device': foundDeviceSchema,
  'change-settings': settingsChangeSchema,
  /** Inputs with more than two channels. */
  'list-desks': v.undefined(),
  /** Makes an input of some of a mixer's channels; the source that is to have it is saved by `set-sources`. */
  'take-desk-channels': deskChannelsSchema,
  /** Tells the level of each channel of this mixer, by `desk-levels`, for two minutes at most; null: of none. */
  'measure-desk': v.nullable(v.pipe(v.string(), v.maxLength(256))),
  'send-mix-signal': mixSignalFromRendererSchema,
  'send-sentinel-signal': sentinelSignalFromRendererSchema,
  'report-sound': soundReportSchema,
  'report-sentinel': sentinelStateSchema,
  unlock: pinSchema,
  lock: v.undefined(),
  /** Null takes the PIN away. */
  'set-pin': v.nullable(pinSchema),
  'copy-link': v.undefined(),
  'open-link': v.undefined(),
  /** To be called before each capture: only main can give the page what the browser and the system ask for. False: forbidden. */
  'prepare-capture': captureKindSchema,
  /** Shows the system's settings where a denied microphone or system sound, or the way to phones on the network, can be allowed. */
  'open-privacy-settings': v.picklist([...captureKinds, 'local-network']),
  'list-recordings': v.undefined(),
  'delete-recording': recordingNameSchema,
  'open-recordings-folder': v.undefined(),
  /** Lets the person pick another folder. */
  'choose-recordings-folder': v.undefined(),
  /** Asks where to, and writes a page for the wall with QR code and link. */
  'save-poster': v.undefined(),
  /** Asks where to, and writes what a helper needs to find a fault. Holds no key. Takes the names of the sound devices. */
  'save-diagnostics': v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(256))), v.maxLength(64))),
  /** Tells the dead-air webhook that somebody tries it out. */
  'test-webhook': v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//), v.maxLength(500)),
  'check-for-updates': v.undefined(),
  'install-update': v.undefined(),
} as const;

export type CallName = keyof typeof callSchemas;
export type CallArgument<N extends CallName> = v.InferOutput<(typeof callSchemas)[N]>;

/** What only the admin may do: refused while the app is locked. */
export const adminCalls: ReadonlySet<CallName> = new Set<CallName>([
  'set-sources',
  'set-muted',
  'take-desk-channels',
  'measure-desk',
  'change-settings',
  'set-pin',
  'list-recordings',
  'delete-recording',
  'open-recordings-folder',
  'choose-recordings-folder',
  'save-poster',
  'save-diagnostics',
  'test-webhook',
  'check-for-updates',
  'install-update',
]);

/** An input with more than two channels. */
export interface Desk {
  readonly label: string;
  readonly channels: number;
}

/** Highest absolute sample of each channel of a mixer, dBFS. */
export interface DeskLevels {
  readonly label: string;
  readonly peaksDbfs: readonly number[];
}

/** What became of a file that a person asked for. */
export type Saved =
  | { readonly name: 'saved'; readonly path: string }
  | { readonly name: 'cancelled' }
  | { readonly name: 'failed' };

/** `retryAfterMs`: how long no PIN is looked at, after too many wrong ones; 0: try again. */
export type Unlocked = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

/** Each call's result; `undefined` where not named. */
export interface NamedCallResults {
  'get-state': DesktopState;
  'prepare-capture': boolean;
  unlock: Unlocked;
  /** Null where none can be told, and the system gives two channels of each. */
  'list-desks': readonly Desk[] | null;
  /** The input's name in the window; null: it cannot be had. */
  'take-desk-channels': string | null;
  /** Newest first. */
  'list-recordings': readonly Recording[];
  'save-poster': Saved;
  'save-diagnostics': Saved;
  /** True when the webhook's server answered with success (2xx). */
  'test-webhook': boolean;
}
export type CallResult<N extends CallName> = N extends keyof NamedCallResults
  ? NamedCallResults[N]
  : undefined;

/** What main tells the window. A push may be missed around a page load, so a window pulls `get-state` when it mounts. */
export interface EventPayloads {
  state: DesktopState;
  'mix-signal': MixSignalToRenderer;
  'sentinel-signal': SentinelSignalToRenderer;
  'desk-levels': DeskLevels;
  /** The tray or the shortcut asks to stop: ask the person once, as the button would. */
  'ask-to-stop': undefined;
}
export type EventName = keyof EventPayloads;
export const eventNames = [
  'state',
  'mix-signal',
  'sentinel-signal',
  'desk-levels',
  'ask-to-stop',
] as const satisfies readonly EventName[];

/** What preload exposes to the page as `window.mauzin`. `ipcRenderer` itself never is. */
export interface DesktopBridge {
  call<N extends CallName>(name: N, argument: CallArgument<N>): Promise<CallResult<N>>;
  /** Returns the function that unsubscribes. */
  on<N extends EventName>(name: N, listener: (payload: EventPayloads[N]) => void): () => void;
}
