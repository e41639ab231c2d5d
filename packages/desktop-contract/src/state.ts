import type { FailureCode, Language } from '@mauzin/shared';

import type { AirStatus } from './air-status.ts';
import type { RecordingState } from './recordings.ts';
import type { LanAddress, Settings } from './settings.ts';
import type { SentinelState } from './sound-report.ts';

/** How the engine stands with the signal service. */
export type ServiceState =
  | { readonly name: 'starting' }
  /** Connecting, or coming back after a loss. Listeners that already hear go on hearing. */
  | { readonly name: 'connecting'; readonly attempt: number }
  | { readonly name: 'online' }
  /** The service will not come right by itself. */
  | { readonly name: 'failed'; readonly failure: FailureCode };

/** Whether the station is on the air, as the engine knows it. */
export type AirState =
  | { readonly name: 'off' }
  /** Asked to go live; the mix has not reached the fan-out yet. */
  | { readonly name: 'starting' }
  /** `onAirMs`: for how long when this was told, by a clock that nobody sets. */
  | { readonly name: 'live'; readonly onAirMs: number };

/** Who listens now. The app's own sentinel is not among them. */
export interface Audience {
  /** Pages that are open. */
  readonly open: number;
  /** Connections that carry sound now. */
  readonly hearing: number;
  /** Most listeners that heard at once in this broadcast. */
  readonly peak: number;
  readonly direct: number;
  readonly relayed: number;
  /** Players of the HTTP live stream that this machine or the relay serves now. */
  readonly overHttp: number;
  /** Whom the relay has nothing to send, by either way, since the sound does not reach it. */
  readonly unheard: number;
  /** Of those that hear: how many reported that more than a twentieth of what they played was made up. */
  readonly hearingBadly: number;
  /** Of those that hear: how many listen to the saver rendition. */
  readonly saver: number;
  /** Of those that hear: how many reported that more than 3 % of their packets were lost. */
  readonly weak: number;
  /** What this machine sends, bit/s over the last second or two; measured at the sockets, without IP and UDP headers. */
  readonly uploadBps: number;
}

/** What the engine (fan-out, signaling, service inside) tells main whenever it changes. */
export interface EngineState {
  readonly service: ServiceState;
  readonly air: AirState;
  /** Packets of the mix arrive at the fan-out. */
  readonly mix: 'none' | 'connecting' | 'flowing';
  /** The second encode of the mix: whether somebody listens to it, and whether its packets arrive. */
  readonly saver: { readonly wanted: boolean; readonly mix: 'none' | 'connecting' | 'flowing' };
  readonly audience: Audience;
  /** Somebody hears by the service's relay, or wants to. */
  readonly relayUsed: boolean;
  readonly recording: RecordingState;
  /** Where listeners go: link on this network, or on the remote service. Null until known. */
  readonly link: string | null;
  /** Where phones may reach the service on this computer, the likeliest first. Empty for a remote service. */
  readonly networks: readonly LanAddress[];
  readonly notices: readonly EngineNotice[];
}

/** Not fatal, but a person should know. */
export type EngineNotice =
  | { readonly name: 'port-taken'; readonly wanted: number; readonly used: number }
  | { readonly name: 'media-port-taken'; readonly wanted: number }
  | { readonly name: 'no-network' }
  /** The service inside could not be started on any port; it is tried again. */
  | { readonly name: 'service-not-started' }
  /** Phones reached the page, and none of them the sound: a firewall seems to keep UDP on this port out. */
  | { readonly name: 'firewall'; readonly port: number }
  /** Recording goes on, but not for long: what is left on its disk. */
  | { readonly name: 'disk-nearly-full'; readonly freeBytes: number };

/** Something that must be noticed now, not when somebody looks. Shown, sounded and sent as a notification when it begins. */
export type Alarm =
  | { readonly name: 'dead-air' }
  | { readonly name: 'source-lost'; readonly label: string }
  /** The sentinel hears nothing of the mix, or nothing of it reaches the relay. */
  | { readonly name: 'not-heard'; readonly by: 'direct' | 'relay' };

/** Who may change what. Without a PIN everybody may change everything. */
export interface LockState {
  readonly pinSet: boolean;
  readonly locked: boolean;
}

/** How updates stand. `unavailable`: this build cannot update itself. */
export type UpdateState =
  | { readonly name: 'unavailable' }
  | { readonly name: 'off' }
  | { readonly name: 'none' }
  | { readonly name: 'checking' }
  | { readonly name: 'downloading'; readonly share: number }
  /** Installed when the app is closed; never while on the air. */
  | { readonly name: 'ready'; readonly version: string }
  | { readonly name: 'failed' };

/** The settings as the window may see them: no key, and while the app is locked no access code (null). */
export type ShownSettings = Omit<Settings, 'server'> & {
  readonly server:
    | { readonly kind: 'inside'; readonly port: number }
    | { readonly kind: 'remote'; readonly url: string; readonly station: string };
};

/** Everything the window shows that does not change many times a second. The key never leaves main. */
export interface DesktopState {
  readonly settings: ShownSettings;
  /** The access code that QR code and link are to carry, also while locked: whoever may see those may listen. Null: none. */
  readonly carriedCode: string | null;
  readonly language: Language;
  readonly engine: EngineState;
  /** The one state of the station. */
  readonly status: AirStatus;
  readonly alarms: readonly Alarm[];
  readonly sentinel: SentinelState;
  /** True between *Go live* and *Stop*, also while the engine or the window restarts. */
  readonly wantsLive: boolean;
  readonly lock: LockState;
  readonly update: UpdateState;
  readonly version: string;
  /** First run: the guide is shown instead of everything else. */
  readonly guide: boolean;
  /** The shortcut belongs to another program. */
  readonly shortcutTaken: boolean;
  /** The system did not let the app start itself at login, or not any more. */
  readonly startAtLoginFailed: boolean;
  /** A settings file that could not be read was set aside under this name. */
  readonly settingsSetAside: string | null;
  /** The settings could not be written: they hold until the app is closed. */
  readonly settingsNotSaved: boolean;
  /** The system offers no safe place for the station's key, so it is kept readable in the settings file. */
  readonly keyInPlain: boolean;
  /** The system's key store does not answer: it is locked, and a person must unlock it. */
  readonly keyStoreLocked: boolean;
  /** The system has a page where recording can be allowed; `open-privacy-settings` shows it. */
  readonly hasPrivacySettings: boolean;
  /** Asked to go live by the command line before anybody chose a source: the window picks the system's default input. */
  readonly pickDefaultSource: boolean;
  /** Counts engine starts: a new one means that the mix must be sent anew. */
  readonly engineRun: number;
  /** False while the window is hidden or minimised: what is drawn then, nobody sees. */
  readonly windowSeen: boolean;
  /** Counts the machine's wake-ups: after one, sound devices are opened anew. */
  readonly wakes: number;
}
