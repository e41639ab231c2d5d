/**
 * The desktop's one IPC contract. Preload, renderer and main are all typed from it: a call or event is added here, with
 * its schema, or nowhere. Main parses every argument with the schema before use.
 */
import * as v from 'valibot';

import { candidateSchema, sdpSchema } from '../protocol/index.ts';
import { opusPresetNames } from '../opus/index.ts';
import { languages } from '../texts/language.ts';
import { savedSourcesSchema, serverChoiceSchema, stationNameSchema } from './settings.ts';
import type { DesktopState } from './state.ts';

/** One step of the mix's connection between the renderer's simple-peer (initiator) and the fan-out. */
export const mixSignalFromRendererSchema = v.variant('type', [
  v.object({ type: v.literal('offer'), sdp: sdpSchema }),
  v.object({ type: v.literal('candidate'), candidate: candidateSchema }),
]);
export type MixSignalFromRenderer = v.InferOutput<typeof mixSignalFromRendererSchema>;

export const mixSignalToRendererSchema = v.variant('type', [
  v.object({ type: v.literal('answer'), sdp: sdpSchema }),
  v.object({ type: v.literal('candidate'), candidate: candidateSchema }),
]);
export type MixSignalToRenderer = v.InferOutput<typeof mixSignalToRendererSchema>;

/** Each call's argument. A call without one takes `undefined`. */
export const callSchemas = {
  'get-state': v.undefined(),
  'set-live': v.boolean(),
  /** Another broadcaster holds the station and the person chose to end it. */
  'take-over': v.undefined(),
  'set-sources': savedSourcesSchema,
  'set-preset': v.picklist(opusPresetNames),
  'set-station-name': stationNameSchema,
  'set-language': v.nullable(v.picklist(languages)),
  'set-server': serverChoiceSchema,
  'send-mix-signal': mixSignalFromRendererSchema,
  'copy-link': v.undefined(),
  'open-link': v.undefined(),
  /** Shows the system's privacy settings where a denied microphone or system sound can be allowed. */
  'open-privacy-settings': v.picklist(['microphone', 'system-sound']),
} as const;

export type CallName = keyof typeof callSchemas;
export type CallArgument<N extends CallName> = v.InferOutput<(typeof callSchemas)[N]>;

/** Each call's result; `void` where not named. */
export interface NamedCallResults {
  'get-state': DesktopState;
}
export type CallResult<N extends CallName> = N extends keyof NamedCallResults
  ? NamedCallResults[N]
  : undefined;

/** What main tells the window. A push may be missed around a page load, so a window pulls `get-state` when it mounts. */
export interface EventPayloads {
  state: DesktopState;
  'mix-signal': MixSignalToRenderer;
}
export type EventName = keyof EventPayloads;
export const eventNames = ['state', 'mix-signal'] as const satisfies readonly EventName[];

/** What preload exposes to the page as `window.mauzin`. `ipcRenderer` itself never is. */
export interface DesktopBridge {
  call<N extends CallName>(name: N, argument: CallArgument<N>): Promise<CallResult<N>>;
  /** Returns the function that unsubscribes. */
  on<N extends EventName>(name: N, listener: (payload: EventPayloads[N]) => void): () => void;
}
