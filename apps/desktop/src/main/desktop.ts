import {
  type DesktopState,
  desktopTexts,
  type EngineState,
  type FoundDevice,
  type SavedSource,
  type Settings,
  type SettingsChange,
  type SoundReport,
} from '@mauzin/desktop-contract';
import { invitation, type Language, pickLanguage } from '@mauzin/shared';

import type { EngineConfig } from '../engine/contract.ts';
import { AirWatch } from './air/air-watch.ts';
import type { LiveBy } from './air/live-by.ts';
import { type DesktopObserver, type DesktopOptions, type Told, untold } from './desktop-options.ts';
import type { CallHandlers } from './ipc.ts';
import { present, shownSettings } from './settings/shown-settings.ts';
import type { EngineSupervisor } from './supervisor/engine-supervisor.ts';

/** Main's model: joins settings, engine and the person's wishes into the one state that the window shows. */
export class Desktop {
  readonly #options: DesktopOptions;
  #engine: EngineState;
  #supervisor: EngineSupervisor | null = null;
  readonly #observers: DesktopObserver[] = [];
  readonly #air: AirWatch;
  #liveBy: LiveBy | null = null;
  #engineRun = 0;
  #pickDefaultSource = false;
  #goesLiveByItself = false;
  /** Nothing had been chosen when the app started. What the guide itself chooses does not end the first run. */
  readonly #firstRun: boolean;
  #told = untold;

  constructor(options: DesktopOptions, engine: EngineState) {
    const { clock, store } = options;
    this.#options = options;
    this.#engine = engine;
    this.#firstRun = store.settings.sources.length === 0;
    this.#air = new AirWatch(
      {
        clock,
        settings: () => store.settings.deadAir,
        nameOf: (kind) => this.#nameOf(kind),
        onChange: () => this.#changed(),
        onAlarm: (change, levelDbfs) => {
          for (const observer of this.#observers) observer.alarm?.(change, levelDbfs);
        },
      },
      engine,
    );
  }

  /** The observer hears of everything from now on. */
  observe(observer: DesktopObserver): void {
    this.#observers.push(observer);
  }

  /** The engine's supervisor needs this model's callbacks, so it is handed over after both exist. */
  attach(supervisor: EngineSupervisor): void {
    this.#supervisor = supervisor;
  }

  get state(): DesktopState {
    const { store, version } = this.#options;
    return {
      ...this.#told,
      status: this.#air.status,
      alarms: this.#air.alarms,
      sentinel: this.#air.sentinel,
      version,
      guide: this.#firstRun && !store.settings.guideDone && !this.#goesLiveByItself,
      settings: shownSettings(store.settings, this.#told.lock.locked),
      carriedCode: this.#carriedCode,
      language: this.language,
      engine: this.#engine,
      wantsLive: this.#liveBy !== null,
      settingsSetAside: store.setAside,
      settingsNotSaved: store.notSaved,
      keyInPlain: store.keyInPlain,
      keyStoreLocked: store.keyStoreLocked,
      hasPrivacySettings: this.#options.hasPrivacySettings,
      pickDefaultSource: this.#pickDefaultSource,
      engineRun: this.#engineRun,
    };
  }

  get language(): Language {
    return this.#options.store.settings.language ?? pickLanguage(this.#options.systemLanguages);
  }

  /** Whose wish it is to be on the air; null while nobody's. */
  get liveBy(): LiveBy | null {
    return this.#liveBy;
  }

  /** What the window told last of its sound; null before it did. */
  get sound(): SoundReport | null {
    return this.#air.report;
  }

  /** What the engine is to serve; null until the key store has opened what that takes. The keys go nowhere else, the access code to the window only. */
  get engineConfig(): EngineConfig | null {
    const { insideKey, mayServe, settings } = this.#options.store;
    if (!mayServe) return null;
    const { accessCode, directListeners, network, newCodeEnds, recording, station, server } = settings;
    return {
      station,
      server: server.kind === 'inside' ? { ...server, key: insideKey } : server,
      accessCode: server.kind === 'inside' ? accessCode : null,
      recordTo: recording.on ? this.recordingsFolder : null,
      recordEach: recording.newFile,
      directListeners,
      newCodeEnds,
      network,
    };
  }

  /** Where recordings lie. */
  get recordingsFolder(): string {
    return this.#options.store.settings.recording.folder ?? this.#options.recordingsFolder;
  }

  /** Takes what other parts newly know. */
  tell(change: Partial<Told>): void {
    this.#told = { ...this.#told, ...change };
    this.#changed();
  }

  engineChanged(engine: EngineState): void {
    this.#engine = engine;
    this.#air.follow(engine);
    this.#changed();
  }

  engineStarted(run: number): void {
    this.#engineRun = run;
    this.#changed();
  }

  /** The key store has opened something, or is waited for no longer. */
  secretsChanged(): void {
    this.#supervisor?.reconfigure();
    this.#changed();
  }

  /** Asked by the command line: go live, with the system's default input if nobody chose a source yet. */
  goLiveByItself(): void {
    this.#goesLiveByItself = true;
    this.#pickDefaultSource = this.#options.store.settings.sources.length === 0;
    this.setLive(true, 'command-line');
  }

  /** Goes on the air, or off it, at once and without a question. */
  setLive(live: boolean, by: LiveBy): undefined {
    this.#liveBy = live ? by : null;
    for (const observer of this.#observers) observer.wanted?.(live, by);
    // With nobody at the screen a taken seat may be the one that this machine held before its power was cut.
    this.#supervisor?.setLive(live, by === 'restart' || by === 'signal');
    this.#air.want(live);
    this.#changed();
  }

  /** Writes what is to be remembered. A full disk must not end a broadcast: the change holds until the app is closed. */
  remember(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#options.actions.log(`settings cannot be written: ${String(error)}`);
    }
  }

  /** Idempotent. */
  close(): void {
    this.#air.close();
  }

  /** The handler of each call that the window may make. */
  handlers(): Pick<
    CallHandlers,
    | 'get-state'
    | 'set-live'
    | 'take-over'
    | 'set-sources'
    | 'set-muted'
    | 'remember-device'
    | 'change-settings'
    | 'report-sound'
    | 'report-sentinel'
    | 'copy-link'
    | 'open-link'
    | 'open-privacy-settings'
  > {
    const { actions } = this.#options;
    return {
      'get-state': () => this.state,
      'set-live': (live) => this.setLive(live, 'person'),
      'take-over': () => this.#takeOver(),
      'set-sources': (sources) => this.#setSources(sources),
      'set-muted': ({ id, muted }) =>
        this.#updateSources((source) => (source.id === id ? { ...source, muted } : source)),
      'remember-device': (found) => this.#remember(found),
      'change-settings': (change) => this.changeSettings(change),
      'report-sound': (report) => this.#air.hear(report),
      'report-sentinel': (sentinel) => this.#air.hearSentinel(sentinel),
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

  #nameOf(kind: SoundReport['sources'][number]['kind']): string {
    const texts = desktopTexts[this.language];
    return kind === 'system' ? texts.systemSound : texts.defaultInput;
  }

  #remember({ id, ...device }: FoundDevice): undefined {
    return this.#updateSources((source) =>
      source.id === id && source.kind === 'device' ? { ...source, ...device } : source,
    );
  }

  #updateSources(updated: (source: SavedSource) => SavedSource): undefined {
    this.#update({ sources: this.#options.store.settings.sources.map(updated) });
  }

  #takeOver(): undefined {
    this.#supervisor?.takeOver();
  }

  #setSources(sources: readonly SavedSource[]): undefined {
    this.#pickDefaultSource = false;
    this.#update({ sources: [...sources] });
  }

  #update(change: Partial<Settings>): undefined {
    this.remember(() => this.#options.store.update(change));
    this.#changed();
  }

  get #carriedCode(): string | null {
    const { accessCode, codeInLink } = this.#options.store.settings;
    return codeInLink ? accessCode : null;
  }

  async #withLink(use: (link: string) => void | Promise<void>): Promise<undefined> {
    const { link } = this.#engine;
    if (link !== null) await use(invitation(link, this.#carriedCode));
    return undefined;
  }

  #changed(): void {
    const { state } = this;
    for (const observer of this.#observers) observer.changed?.(state);
  }
}

async function done(promise: Promise<void>): Promise<undefined> {
  await promise;
  return undefined;
}
