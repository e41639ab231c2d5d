import type {
  AirStatus,
  Alarm,
  DeadAirSettings,
  EngineState,
  SentinelState,
  SoundReport,
} from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import { type AlarmChange, Alarms, type Standing } from '../alarms/alarms.ts';
import { type AirFacts, airStatus, manyHearBadly } from './air-status.ts';
import { DeadAir, type Heard } from './dead-air.ts';
import { SentinelWatch } from './sentinel-watch.ts';
import { SourceWatch } from './source-watch.ts';

export interface AirWatchOptions {
  readonly clock: ClockPort;
  readonly settings: () => DeadAirSettings;
  /** What a source is called that has no name of its own. */
  readonly nameOf: (kind: SoundReport['sources'][number]['kind']) => string;
  /** Something that is shown changed by itself, or by what the window told. */
  readonly onChange: () => void;
  readonly onAlarm: (change: AlarmChange, levelDbfs: number | null) => void;
}

const lookEveryMs = 250;
/** The relay is believed to get no sound after so long, ms: it is told 3 s late, and its first attempt may come to nothing. */
const unheardAfterMs = 5_000;
/** A report older than this, ms, says nothing any more: the window is away. */
export const staleReportMs = 2_000;
/** The engine's word on the time on air differs from ours by less than this, ms: it is the same beginning. */
const sameBeginningMs = 250;

/**
 * Joins what is wanted, what the engine reaches, and what the window hears into the one state and the alarms. Looks again several
 * times a second while on the air, because silence and gaps are told by nobody.
 */
export class AirWatch {
  readonly #options: AirWatchOptions;
  readonly #deadAir = new DeadAir();
  readonly #sources = new SourceWatch();
  readonly #sentinel = new SentinelWatch();
  readonly #alarms = new Alarms();
  #engine: EngineState;
  #wantsLive = false;
  /** The engine was seen off the air since that is wanted: what it says of being live is of this broadcast. */
  #begun = false;
  #liveAtMs: number | null = null;
  #mixAwaySinceMs: number | null = null;
  #serviceAwaySinceMs: number | null = null;
  #report: { readonly atMs: number; readonly report: SoundReport } | null = null;
  /** Since when the relay has had nothing to send to those who want to hear by it; null: nobody lacks anything. */
  #unheardSinceMs: number | null = null;
  #manyHearBadly = false;
  #status: AirStatus = { name: 'off' };
  #shown = '';
  #cancelLook: (() => void) | null = null;

  constructor(options: AirWatchOptions, engine: EngineState) {
    this.#options = options;
    this.#engine = engine;
  }

  /** As it is at this moment. */
  get status(): AirStatus {
    return 'onAirMs' in this.#status ? { ...this.#status, onAirMs: this.#onAirMs() ?? 0 } : this.#status;
  }

  get alarms(): readonly Alarm[] {
    return this.#alarms.standing;
  }

  get sentinel(): SentinelState {
    return this.#sentinel.state;
  }

  /** What the window told last, however long ago. */
  get report(): SoundReport | null {
    return this.#report?.report ?? null;
  }

  /** What the mix is like, dBFS; null while the window is away. */
  get levelDbfs(): number | null {
    const fresh = this.#report && this.#options.clock.now() - this.#report.atMs <= staleReportMs;
    return fresh ? (this.#report?.report.levelDbfs ?? null) : null;
  }

  /** Does not call `onChange`: whoever wants it looks at `status` next. */
  want(live: boolean): void {
    if (live && !this.#wantsLive) this.#begun = this.#engine.air.name !== 'live';
    if (!live) this.#forget();
    this.#wantsLive = live;
    this.#look();
    if (live && !this.#cancelLook) this.#lookLater();
  }

  /** Does not call `onChange` either. */
  follow(engine: EngineState): void {
    const nowMs = this.#options.clock.now();
    this.#engine = engine;
    if (engine.air.name !== 'live') this.#begun = true;
    else if (this.#wantsLive && this.#begun) this.#wentLive(nowMs - engine.air.onAirMs);
    const away = (is: boolean, sinceMs: number | null): number | null => (is ? (sinceMs ?? nowMs) : null);
    this.#mixAwaySinceMs = away(engine.mix !== 'flowing', this.#mixAwaySinceMs);
    this.#serviceAwaySinceMs = away(engine.service.name !== 'online', this.#serviceAwaySinceMs);
    // Nothing of a mix that is away reaches anybody, and a service that is away says nothing of it.
    const mayReach =
      engine.air.name === 'live' && engine.mix === 'flowing' && engine.service.name === 'online';
    this.#unheardSinceMs = away(mayReach && engine.audience.unheard > 0, this.#unheardSinceMs);
    this.#manyHearBadly = manyHearBadly(engine.audience, this.#manyHearBadly);
    this.#look();
  }

  hear(report: SoundReport): undefined {
    const nowMs = this.#options.clock.now();
    this.#report = { atMs: nowMs, report };
    this.#sources.follow(nowMs, report.sources, this.#options.nameOf);
    this.#lookAndTell();
  }

  hearSentinel(state: SentinelState): undefined {
    this.#sentinel.hear(this.#options.clock.now(), state);
    this.#lookAndTell();
  }

  /** Idempotent. */
  close(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
  }

  #wentLive(liveAtMs: number): void {
    const before = this.#liveAtMs;
    if (before === null || Math.abs(liveAtMs - before) > sameBeginningMs) this.#liveAtMs = liveAtMs;
  }

  #forget(): void {
    this.#liveAtMs = null;
    this.#deadAir.reset();
    this.#sentinel.reset();
    this.#unheardSinceMs = null;
    this.#manyHearBadly = false;
    this.close();
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      this.#lookLater();
      this.#lookAndTell();
    });
  }

  #lookAndTell(): void {
    this.#look();
    const shown = JSON.stringify([{ ...this.#status, onAirMs: this.#liveAtMs }, this.alarms, this.sentinel]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#options.onChange();
  }

  #look(): void {
    const nowMs = this.#options.clock.now();
    // A window that is away hears nothing, and that proves nothing.
    if (this.levelDbfs === null && this.#sentinel.state.name === 'not-heard') {
      this.#sentinel.hear(nowMs, { name: 'listening' });
    }
    const facts = this.#facts(nowMs);
    this.#status = airStatus(facts);
    for (const change of this.#alarms.set(nowMs, this.#standing(facts))) {
      this.#options.onAlarm(change, this.levelDbfs);
    }
  }

  #facts(nowMs: number): AirFacts {
    const onAirMs = this.#onAirMs();
    const live = this.#wantsLive && onAirMs !== null;
    const since = (ms: number | null): number => (ms === null ? 0 : nowMs - ms);
    return {
      wantsLive: this.#wantsLive,
      engine: this.#engine,
      onAirMs,
      mixAwayMs: since(this.#mixAwaySinceMs),
      serviceAwayMs: since(this.#serviceAwaySinceMs),
      quiet: live ? this.#deadAir.feed(nowMs, this.#heard(), this.#options.settings().afterS) : 'no',
      notHeard: live ? this.#notHeard(nowMs) : null,
      source: this.#sources.gravest,
      manyHearBadly: this.#manyHearBadly,
    };
  }

  /** What the ear does not hear goes first: then nobody hears. */
  #notHeard(nowMs: number): AirFacts['notHeard'] {
    const byEar = this.#sentinel.notHeard(nowMs);
    if (byEar !== null) return byEar;
    const isUnheard = this.#unheardSinceMs !== null && nowMs - this.#unheardSinceMs >= unheardAfterMs;
    return isUnheard ? 'relay' : null;
  }

  #heard(): Heard {
    // Without a mix listeners hear nothing, whatever the window measures.
    if (this.#engine.mix !== 'flowing') return 'nothing';
    if (this.levelDbfs === null) return 'unknown';
    return this.levelDbfs < this.#options.settings().belowDbfs ? 'nothing' : 'sound';
  }

  #standing({ notHeard, onAirMs, quiet, wantsLive }: AirFacts): readonly Standing[] {
    if (!wantsLive || onAirMs === null) return [];
    const lost = this.#sources.lost.map(({ id, label, sinceMs }) => ({
      key: `source-lost ${id}`,
      alarm: { name: 'source-lost' as const, label },
      sinceMs,
    }));
    return [
      ...(quiet === 'alarm'
        ? [{ key: 'dead-air', alarm: { name: 'dead-air' as const }, sinceMs: this.#deadAir.sinceMs }]
        : []),
      ...lost,
      ...(notHeard === null
        ? []
        : [
            {
              key: `not-heard ${notHeard}`,
              alarm: { name: 'not-heard' as const, by: notHeard },
              sinceMs: this.#notHeardSinceMs,
            },
          ]),
    ];
  }

  get #notHeardSinceMs(): number {
    return this.#sentinel.sinceMs ?? this.#unheardSinceMs ?? this.#options.clock.now();
  }

  #onAirMs(): number | null {
    return this.#liveAtMs === null ? null : Math.max(0, this.#options.clock.now() - this.#liveAtMs);
  }
}
