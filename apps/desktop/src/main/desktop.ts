import {
  type AirStatus,
  type DesktopState,
  type EngineState,
  type FoundDevice,
  type Language,
  pickLanguage,
  type SavedSource,
  type Settings,
  type SettingsChange,
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
  readonly version: string;
  /** The folder that recordings go to unless the admin chose another. */
  readonly recordingsFolder: string;
}

/** The parts of the window's state that others than this model know. */
export type Told = Pick<
  DesktopState,
  'status' | 'alarms' | 'sentinel' | 'lock' | 'update' | 'shortcutTaken' | 'startAtLoginFailed' | 'wakes'
>;

const untold: Told = {
  status: { name: 'off' },
  alarms: [],
  sentinel: { name: 'off' },
  lock: { pinSet: false, locked: false },
  update: { name: 'off' },
  shortcutTaken: false,
  startAtLoginFailed: false,
  wakes: 0,
};

/** Main's model: joins settings, engine and the person's wishes into the one state that the window shows. */
export class Desktop {
  readonly #options: DesktopOptions;
  #engine: EngineState;
  #supervisor: EngineSupervisor | null = null;
  #wantsLive = false;
  #engineRun = 0;
  #pickDefaultSource = false;
  #goesLiveByItself = false;
  #told = untold;

  constructor(options: DesktopOptions, engine: EngineState) {
    this.#options = options;
    this.#engine = engine;
  }

  /** The engine's supervisor needs this model's callbacks, so it is handed over after both exist. */
  attach(supervisor: EngineSupervisor): void {
    this.#supervisor = supervisor;
  }

  get state(): DesktopState {
    const { store, version } = this.#options;
    return {
      ...this.#told,
      status: this.#status(),
      version,
      guide: !store.settings.guideDone && store.settings.sources.length === 0 && !this.#goesLiveByItself,
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
    const { recording, station, server } = settings;
    return {
      station,
      server: server.kind === 'inside' ? { ...server, key: insideKey } : server,
      recordTo: recording.on ? this.recordingsFolder : null,
    };
  }

  /** Where recordings lie. */
  get recordingsFolder(): string {
    return this.#options.store.settings.recording.folder ?? this.#options.recordingsFolder;
  }

  /** Others know something new. */
  tell(change: Partial<Told>): void {
    this.#told = { ...this.#told, ...change };
    this.#changed();
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
    this.#goesLiveByItself = true;
    this.#pickDefaultSource = this.#options.store.settings.sources.length === 0;
    this.#setLive(true);
  }

  /** The handler of each call that the window may make. */
  handlers(): Pick<
    CallHandlers,
    | 'get-state'
    | 'set-live'
    | 'take-over'
    | 'set-sources'
    | 'remember-device'
    | 'change-settings'
    | 'copy-link'
    | 'open-link'
    | 'open-privacy-settings'
  > {
    const { actions } = this.#options;
    return {
      'get-state': () => this.state,
      'set-live': (live) => this.#setLive(live),
      'take-over': () => this.#takeOver(),
      'set-sources': (sources) => this.#setSources(sources),
      'remember-device': (found) => this.#remember(found),
      'change-settings': (change) => this.changeSettings(change),
      'copy-link': () => this.#withLink((link) => actions.copyText(link)),
      'open-link': () => this.#withLink((link) => actions.openLink(link)),
      'open-privacy-settings': (what) => done(actions.openPrivacySettings(what)),
    };
  }

  /** Takes one or several parts of the settings, and tells the engine what concerns it. */
  changeSettings({ stationName, ...change }: SettingsChange): undefined {
    const { station } = this.#options.store.settings;
    const language = change.stationLanguages?.[0] ?? station.language;
    const before = JSON.stringify(this.engineConfig);
    this.#update({
      ...present(change),
      station: { ...station, language, name: stationName ?? station.name },
    });
    if (JSON.stringify(this.engineConfig) !== before) this.#supervisor?.reconfigure();
  }

  #status(): AirStatus {
    return this.#told.status;
  }

  #remember({ id, ...device }: FoundDevice): undefined {
    const { sources } = this.#options.store.settings;
    const updated = (source: SavedSource): SavedSource =>
      source.id === id && source.kind === 'device' ? { ...source, ...device } : source;
    this.#update({ sources: sources.map(updated) });
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

  async #withLink(use: (link: string) => void | Promise<void>): Promise<undefined> {
    if (this.#engine.link !== null) await use(this.#engine.link);
    return undefined;
  }

  #changed(): void {
    this.#options.actions.changed(this.state);
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the parts that are there by name only. */
function present<T extends object>(change: T): Present<T> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- what `undefined` stood for is left out one line below
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Present<T>;
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
