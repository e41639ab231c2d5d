import type { EngineState, MixSignalToRenderer, SentinelSignalToRenderer } from '@mauzin/desktop-contract';
import { type ClockPort, parseValue, reconnectDelayMs } from '@mauzin/shared';

import {
  aliveEveryMs,
  type EngineConfig,
  freshEngineState,
  fromEngineSchema,
  type ToEngine,
} from '../../engine/contract.ts';

/** What the supervisor needs of a process: Electron's `utilityProcess` fits. */
export interface EngineProcess {
  postMessage(message: ToEngine): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export interface EngineSupervisorOptions {
  readonly fork: () => EngineProcess;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  /** Null: not known yet. Whoever makes it known calls `reconfigure`. */
  readonly config: () => EngineConfig | null;
  readonly onState: (state: EngineState) => void;
  readonly onMixSignal: (signal: MixSignalToRenderer) => void;
  readonly onSentinelSignal: (signal: SentinelSignalToRenderer) => void;
  /** A new engine runs and knows what is wanted: the mix must be sent anew. */
  readonly onRun: (run: number) => void;
  readonly log: (line: string) => void;
}

/** An engine that lived this long, ms, is not in a crash loop. */
const soundLifeMs = 10_000;

/** How long the engine may take to say goodbye, ms. */
const goodbyeMs = 3_000;

/** An engine that misses so many of its signs of life hangs. Counted, not timed: a machine that slept owes none. */
const missedWhenHung = 5;
/** How many more it may miss before its first word. */
const missedAtStart = 25;

/** Keeps one engine process running: starts it, tells it what is wanted, and starts it again when it dies or hangs. */
export class EngineSupervisor {
  readonly #options: EngineSupervisorOptions;
  #process: EngineProcess | null = null;
  #run = 0;
  #attempt = 0;
  #live = false;
  #resumes = false;
  /** Most listeners that heard at once in this broadcast; a new engine counts from 0. */
  #peak = 0;
  /** When the station went on the air, in the clock's time; so that time on air goes on counting when the engine is started anew. */
  #liveAtMs: number | null = null;
  #startedAt = 0;
  #missed = 0;
  #cancelWatch: (() => void) | null = null;
  #cancelRestart: (() => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: EngineSupervisorOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#process || this.#closing) return;
    const { clock, fork, log } = this.#options;
    const process = fork();
    this.#process = process;
    this.#startedAt = clock.now();
    this.#run += 1;
    log(`engine ${this.#run} started`);
    process.on('message', (message) => {
      if (process !== this.#process) return;
      this.#missed = 0;
      this.#receive(message);
    });
    process.on('exit', (code) => {
      if (process === this.#process) this.#gone(code);
    });
    this.#missed = -missedAtStart;
    this.#watch(process);
  }

  /** @param resumes it was, or may have been, on the air until a moment ago, before the app was started */
  setLive(live: boolean, resumes = false): void {
    if (live && !this.#live) this.#peak = 0;
    this.#live = live;
    this.#resumes = live && resumes;
    if (!live) this.#liveAtMs = null;
    this.#tellLive();
  }

  /** The settings changed. */
  reconfigure(): void {
    const config = this.#options.config();
    if (config) this.#post({ type: 'configure', config });
  }

  takeOver(): void {
    this.#post({ type: 'take-over' });
  }

  sendMixSignal(signal: Extract<ToEngine, { type: 'mix-signal' }>['signal']): undefined {
    this.#post({ type: 'mix-signal', signal });
  }

  sendSentinelSignal(signal: Extract<ToEngine, { type: 'sentinel-signal' }>['signal']): undefined {
    this.#post({ type: 'sentinel-signal', signal });
  }

  /** The machine woke up. */
  wake(): void {
    this.#post({ type: 'wake' });
  }

  /**
   * Lets the engine say goodbye to everybody, and starts it no more. Idempotent; resolves when it has ended, by force if
   * it does not end in time.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#cancelRestart?.();
    this.#cancelWatch?.();
    const process = this.#process;
    if (!process) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(goodbyeMs, () => process.kill());
      process.on('exit', () => {
        cancel();
        resolve();
      });
      this.#post({ type: 'stop' });
    });
    this.#process = null;
  }

  #watch(process: EngineProcess): void {
    this.#cancelWatch = this.#options.clock.after(aliveEveryMs, () => {
      this.#missed += 1;
      if (this.#missed > missedWhenHung) {
        this.#options.log(`engine ${this.#run} hangs; ending it`);
        process.kill();
      }
      this.#watch(process);
    });
  }

  #receive(message: unknown): void {
    const parsed = parseValue(fromEngineSchema, message);
    if (!parsed.ok) return this.#options.log(`engine said something unreadable: ${parsed.detail}`);
    const { value } = parsed;
    switch (value.type) {
      case 'ready':
        this.reconfigure();
        this.#tellLive();
        // Not earlier: an offer that came before `set-live` would be refused.
        return this.#options.onRun(this.#run);
      case 'mix-signal':
        return this.#options.onMixSignal(value.signal);
      case 'sentinel-signal':
        return this.#options.onSentinelSignal(value.signal);
      case 'state':
        if (value.state.air.name === 'live') {
          this.#liveAtMs = this.#options.clock.now() - value.state.air.onAirMs;
        }
        return this.#options.onState(this.#withPeak(value.state));
      case 'alive':
        return undefined;
      default:
        return value satisfies never;
    }
  }

  #gone(code: number): void {
    const { clock, log, onState, random } = this.#options;
    this.#process = null;
    if (this.#closing) return;
    this.#cancelWatch?.();
    if (clock.now() - this.#startedAt > soundLifeMs) this.#attempt = 0;
    const waitMs = reconnectDelayMs(this.#attempt, 'soon', random()) ?? 0;
    this.#attempt += 1;
    log(`engine ${this.#run} ended with code ${code}; starting another in ${waitMs} ms`);
    onState(this.#withPeak({ ...freshEngineState, air: { name: this.#live ? 'starting' : 'off' } }));
    this.#cancelRestart = clock.after(waitMs, () => this.start());
  }

  #tellLive(): void {
    const onAirMs = this.#onAirMs();
    this.#post({ type: 'set-live', live: this.#live, onAirMs, ...(this.#resumes ? { resumes: true } : {}) });
  }

  /** A new engine knows nothing of who heard the one before. */
  #withPeak(state: EngineState): EngineState {
    if (!this.#live) return state;
    if (state.air.name === 'live') this.#peak = Math.max(this.#peak, state.audience.peak);
    return { ...state, audience: { ...state.audience, peak: this.#peak } };
  }

  #onAirMs(): number | null {
    return this.#liveAtMs === null ? null : this.#options.clock.now() - this.#liveAtMs;
  }

  #post(message: ToEngine): void {
    this.#process?.postMessage(message);
  }
}
