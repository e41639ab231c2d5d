import type { FailureCode } from '../protocol/index.ts';
import type { Language } from '../texts/language.ts';
import type { Settings } from './settings.ts';

/** How the engine stands with the signal service. */
export type ServiceState =
  | { readonly name: 'starting' }
  /** Connecting, or coming back after a loss. Listeners that already hear go on hearing. */
  | { readonly name: 'connecting'; readonly attempt: number }
  | { readonly name: 'online' }
  /** Will not come right by itself. */
  | { readonly name: 'failed'; readonly failure: FailureCode };

/** Whether the station is on the air. */
export type AirState =
  | { readonly name: 'off' }
  /** Asked to go live; the mix has not reached the fan-out yet. */
  | { readonly name: 'starting' }
  /** `sinceMs`: epoch ms of this machine's clock, for showing time on air. */
  | { readonly name: 'live'; readonly sinceMs: number };

/** What the engine (fan-out, signaling, service inside) tells main whenever it changes. */
export interface EngineState {
  readonly service: ServiceState;
  readonly air: AirState;
  /** Packets of the mix arrive at the fan-out. */
  readonly mix: 'none' | 'connecting' | 'flowing';
  /** Pages that are open. */
  readonly listeners: number;
  /** Connections that carry sound now. */
  readonly hearing: number;
  /** Where listeners go: link on this network, or on the remote service. Null until known. */
  readonly link: string | null;
  readonly notices: readonly EngineNotice[];
}

/** Not fatal, but a person should know. */
export type EngineNotice =
  | { readonly name: 'port-taken'; readonly wanted: number; readonly used: number }
  | { readonly name: 'media-port-taken'; readonly wanted: number }
  | { readonly name: 'no-network' }
  /** The service inside could not be started on any port; it is tried again. */
  | { readonly name: 'service-not-started' };

/** Everything the window shows that does not change many times a second. The key never leaves main. */
export interface DesktopState {
  readonly settings: Omit<Settings, 'server'> & {
    readonly server:
      | { readonly kind: 'inside'; readonly port: number }
      | { readonly kind: 'remote'; readonly url: string; readonly station: string };
  };
  readonly language: Language;
  readonly engine: EngineState;
  /** True between *Go live* and *Stop*, also while the engine or the window restarts. */
  readonly wantsLive: boolean;
  /** A settings file that could not be read was set aside under this name. */
  readonly settingsSetAside: string | null;
  /** The settings could not be written: they hold until the app is closed. */
  readonly settingsNotSaved: boolean;
  /** The system offers no safe place for the station's key, so it is kept readable in the settings file. */
  readonly keyInPlain: boolean;
  /** The system has a page where recording can be allowed; `open-privacy-settings` shows it. */
  readonly hasPrivacySettings: boolean;
  /** Asked to go live by the command line before anybody chose a source: the window picks the system's default input. */
  readonly pickDefaultSource: boolean;
  /** Counts engine starts: a new one means that the mix must be sent anew. */
  readonly engineRun: number;
}
