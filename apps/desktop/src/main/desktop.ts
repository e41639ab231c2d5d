import {
  type DesktopState,
  type EngineState,
  type Language,
  pickLanguage,
  type SavedSource,
  type Settings,
} from '@mauzin/shared';

import type { EngineConfig } from '../engine/contract.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';
import type { CallHandlers } from './ipc.ts';
import type { SettingsStore } from './settings-store.ts';

/** What the desktop asks of the world around it. */
export interface DesktopActions {
  copyText(text: string): void;
  openLink(url: string): Promise<void>;
  openPrivacySettings(what: 'microphone' | 'system-sound'): Promise<void>;
  log(line: string): void;
  /** The state changed: show it, print it, keep the machine awake. */
  changed(state: DesktopState): void;
}

export interface DesktopOptions {
  readonly store: SettingsStore;
  readonly actions: DesktopActions;
  /** BCP 47 tags that the system prefers, best first. */
  readonly systemLanguages: readonly string[];
  readonly hasPrivacySettings: boolean;
}

/** Main's model: joins settings, engine and the person's wishes into the one state that the window shows. */
export class Desktop {
  readonly #options: DesktopOptions;
  #engine: EngineState;
  #supervisor: EngineSupervisor | null = null;
  #wantsLive = false;
  #engineRun = 0;
  #pickDefaultSource = false;

  constructor(options: DesktopOptions, engine: EngineState) {
    this.#options = options;
    this.#engine = engine;
  }

  /** The engine's supervisor needs this model's callbacks, so it is handed over after both exist. */
  attach(supervisor: EngineSupervisor): void {
    this.#supervisor = supervisor;
  }

  get state(): DesktopState {
    const { store } = this.#options;
    return {
      settings: withoutKey(store.settings),
      language: this.language,
      engine: this.#engine,
      wantsLive: this.#wantsLive,
      settingsSetAside: store.setAside,
      settingsNotSaved: store.notSaved,
      keyInPlain: store.keyInPlain,
      hasPrivacySettings: this.#options.hasPrivacySettings,
      pickDefaultSource: this.#pickDefaultSource,
      engineRun: this.#engineRun,
    };
  }

  get language(): Language {
    return this.#options.store.settings.language ?? pickLanguage(this.#options.systemLanguages);
  }

  /** What the engine is to serve. The keys go nowhere else. */
  get engineConfig(): EngineConfig {
    const { settings, insideKey } = this.#options.store;
    const { station, server } = settings;
    return { station, server: server.kind === 'inside' ? { ...server, key: insideKey } : server };
  }

  engineChanged(engine: EngineState): void {
    this.#engine = engine;
    this.#changed();
  }

  engineStarted(run: number): void {
    this.#engineRun = run;
    this.#changed();
  }

  /** Asked by the command line: go live, with the system's default input if nobody chose a source yet. */
  goLiveByItself(): void {
    this.#pickDefaultSource = this.#options.store.settings.sources.length === 0;
    this.#setLive(true);
  }

  /** The handler of each call that the window may make. */
  handlers(sendMixSignal: CallHandlers['send-mix-signal']): CallHandlers {
    const { actions } = this.#options;
    return {
      'get-state': () => this.state,
      'set-live': (live) => this.#setLive(live),
      'take-over': () => this.#takeOver(),
      'set-sources': (sources) => this.#setSources(sources),
      'set-preset': (preset) => this.#update({ preset }),
      'set-station-name': (name) => this.#configure({ station: { ...this.#station, name } }),
      'set-language': (language) => this.#update({ language }),
      'set-server': (server) => this.#configure({ server }),
      'send-mix-signal': sendMixSignal,
      'copy-link': () => this.#withLink((link) => actions.copyText(link)),
      'open-link': () => this.#withLink((link) => actions.openLink(link)),
      'open-privacy-settings': (what) => done(actions.openPrivacySettings(what)),
    };
  }

  get #station(): Settings['station'] {
    return this.#options.store.settings.station;
  }

  #setLive(live: boolean): undefined {
    this.#wantsLive = live;
    this.#supervisor?.setLive(live);
    this.#changed();
  }

  #takeOver(): undefined {
    this.#supervisor?.takeOver();
  }

  #setSources(sources: readonly SavedSource[]): undefined {
    this.#pickDefaultSource = false;
    this.#update({ sources: [...sources] });
  }

  #update(change: Partial<Settings>): undefined {
    try {
      this.#options.store.update(change);
    } catch (error) {
      // A full disk must not end a broadcast: the change holds until the app is closed.
      this.#options.actions.log(`settings cannot be written: ${String(error)}`);
    }
    this.#changed();
  }

  #configure(change: Partial<Settings>): undefined {
    this.#update(change);
    this.#supervisor?.reconfigure();
  }

  async #withLink(use: (link: string) => void | Promise<void>): Promise<undefined> {
    if (this.#engine.link !== null) await use(this.#engine.link);
    return undefined;
  }

  #changed(): void {
    this.#options.actions.changed(this.state);
  }
}

async function done(promise: Promise<void>): Promise<undefined> {
  await promise;
  return undefined;
}

function withoutKey(settings: Settings): DesktopState['settings'] {
  const { server } = settings;
  if (server.kind === 'inside') return { ...settings, server };
  return { ...settings, server: { kind: 'remote', url: server.url, station: server.station } };
}
