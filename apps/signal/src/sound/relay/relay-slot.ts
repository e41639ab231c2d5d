import type { ClockPort } from '@mauzin/shared';

import type { RelayProcessStats } from './contracts.ts';
import type { Forked, ForkOptions } from './fork-process.ts';
import type { FromProcess, ProcessSettings, ToProcess } from './ipc.ts';
import { RelayError } from './relay-error.ts';
import type { LineMeter } from '../../line-meter.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import { SilenceWatch, stuckAfterMs } from './silence-watch.ts';

/** The state of a slot's process. */
type SlotState =
  /** There is none; it is started when it is needed. */
  | { readonly name: 'idle' }
  /** Messages to the process wait until it is ready. */
  | { readonly name: 'starting'; readonly process: Forked | null; readonly waiting: ToProcess[] }
  | { readonly name: 'running'; readonly process: Forked }
  /** The process ended unasked, and is not started again for a while. */
  | { readonly name: 'waiting'; readonly cancel: () => void; readonly error: RelayError }
  | { readonly name: 'closed' };

export interface RelaySlotOptions {
  readonly index: number;
  readonly maxListeners: number;
  readonly clock: ClockPort;
  /** Shared by all processes: one peer may trouble several. */
  readonly lines: LineMeter;
  readonly logger: ServiceLogger;
  readonly fork: (events: Pick<ForkOptions, 'onExit' | 'onMessage'>) => Forked;
  /** The settings that the process begins with; looked up anew at each start. @throws RelayError (rejects) */
  readonly settings: () => Promise<ProcessSettings>;
  readonly onMessage: (message: Extract<FromProcess, { station: string }>) => void;
  /** The process ended unasked, or (`began` false) could not be started: nobody whom it served hears anything. */
  readonly onLost: (began: boolean) => void;
  /** `hasRoom` may have another value now. */
  readonly onChange: () => void;
}

/** A process that has run for so long does not count as failing from the start, ms. */
const steadyMs = 30_000;
const firstBackoffMs = 500;
const longestBackoffMs = 30_000;
/** A process that nobody needed for so long is ended, ms. */
const idleMs = 10 * 60_000;

/** The place of one forwarding process: starts it when it is needed, again when it died, and ends it when nobody needs it. */
export class RelaySlot {
  readonly index: number;
  readonly #options: RelaySlotOptions;
  #state: SlotState = { name: 'idle' };
  #stats: RelayProcessStats | null = null;
  #listeners = 0;
  /** Stations that use this process. */
  readonly #users = new Set<string>();
  #told = 0;
  #failures = 0;
  #startedAtMs = 0;
  #cancelIdle: (() => void) | null = null;
  #started: { resolve: () => void; reject: (error: RelayError) => void }[] = [];
  readonly #ending = new Set<Promise<void>>();
  /** Watches for a process that says nothing any more: it serves nobody, and would keep its listeners for ever. */
  readonly #silence: SilenceWatch;

  constructor(options: RelaySlotOptions) {
    this.index = options.index;
    this.#options = options;
    this.#silence = new SilenceWatch(options.clock, () => {
      const text = `A process that forwards sound has said nothing for ${stuckAfterMs / 1_000} s.`;
      this.#fail(new RelayError('failed', text));
    });
  }

  get hasRoom(): boolean {
    return this.isThere && this.#listeners < this.#options.maxListeners;
  }

  /** Whether the process runs, or could be started at once. */
  get isThere(): boolean {
    return this.#state.name !== 'waiting' && this.#state.name !== 'closed';
  }

  get isUp(): boolean {
    return this.#state.name === 'starting' || this.#state.name === 'running';
  }

  get isIdle(): boolean {
    return this.#state.name === 'idle';
  }

  get stats(): RelayProcessStats | null {
    return this.#state.name === 'running' ? this.#stats : null;
  }

  /** One listener more or less. */
  count(by: 1 | -1): void {
    const had = this.hasRoom;
    this.#listeners += by;
    // Told a little later, since the caller is in the middle of its own change.
    if (had !== this.hasRoom) queueMicrotask(() => this.#options.onChange());
  }

  use(station: string): void {
    this.#users.add(station);
    this.#cancelIdle?.();
    this.#cancelIdle = null;
  }

  /** The station does not need this process any more. */
  leave(station: string): void {
    if (!this.#users.delete(station)) return;
    if (this.isUp) this.tell({ type: 'leave', station });
    if (this.#users.size === 0) this.#endLater();
  }

  /** Starts the process when it is not there. Returns how many messages it was sent so far, with this one. */
  tell(message: ToProcess): number {
    if (this.#state.name === 'idle') this.#start();
    this.#told += 1;
    if (this.#state.name === 'starting') this.#state.waiting.push(message);
    if (this.#state.name === 'running') this.#state.process.post(message);
    return this.#told;
  }

  /** Resolves once the process runs. @throws RelayError (rejects) */
  start(): Promise<void> {
    const state = this.#state;
    if (state.name === 'running') return Promise.resolve();
    if (state.name === 'waiting') return Promise.reject(state.error);
    if (state.name === 'closed') return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#started.push({ resolve, reject });
      if (state.name === 'idle') this.#start();
      if (this.#users.size === 0) this.#endLater();
    });
  }

  /** Idempotent. Resolves when the process is gone. */
  async close(): Promise<void> {
    const state = this.#state;
    this.#state = { name: 'closed' };
    this.#cancelIdle?.();
    this.#silence.end();
    this.#settle(closedError());
    if (state.name === 'waiting') state.cancel();
    if ('process' in state && state.process) this.#end(state.process);
    await Promise.all(this.#ending);
  }

  #start(): void {
    const starting: Extract<SlotState, { name: 'starting' }> = {
      name: 'starting',
      process: null,
      waiting: [],
    };
    this.#state = starting;
    this.#told = 0;
    this.#stats = null;
    this.#silence.begin();
    void this.#begin(starting);
  }

  async #begin(starting: Extract<SlotState, { name: 'starting' }>): Promise<void> {
    try {
      const settings = await this.#options.settings();
      if (this.#state === starting) this.#fork(settings, starting.waiting);
    } catch (error) {
      if (this.#state !== starting) return;
      this.#fail(error instanceof RelayError ? error : new RelayError('failed', String(error)));
    }
  }

  #fork(settings: ProcessSettings, waiting: ToProcess[]): void {
    const forked: Forked = this.#options.fork({
      onMessage: (message) => {
        if (this.#isOf(forked)) this.#hear(forked, message);
      },
      onExit: ({ code, signal, trace }) => {
        if (!this.#isOf(forked)) return;
        const how = signal === null ? `with code ${String(code)}` : `by ${signal}`;
        this.#fail(new RelayError('failed', `A process that forwards sound ended ${how}. ${trace}`.trim()));
      },
    });
    this.#state = { name: 'starting', process: forked, waiting };
    forked.post({ type: 'begin', settings });
  }

  #isOf(forked: Forked): boolean {
    return 'process' in this.#state && this.#state.process === forked;
  }

  #hear(forked: Forked, message: FromProcess): void {
    const { clock, index, logger } = { ...this.#options, index: this.index };
    this.#silence.heard();
    switch (message.type) {
      case 'ready':
        logger.info({ process: index, pid: forked.pid, port: message.port }, 'relay process started');
        this.#startedAtMs = clock.now();
        return this.#ready(forked);
      case 'failed':
        return this.#fail(new RelayError(message.reason, message.message));
      case 'stats':
        this.#stats = message.stats;
        return undefined;
      case 'problem':
        return this.#problem(message);
      case 'station':
      case 'gone':
      case 'packet':
        return this.#options.onMessage(message);
      default:
        return message satisfies never;
    }
  }

  /** Mostly of a listener's making: somebody answered an offer with what is no answer. */
  #problem({ detail, station }: Extract<FromProcess, { type: 'problem' }>): void {
    const { index, lines, logger } = this.#options;
    const line = lines.next('relay');
    if (line !== null) logger.warn({ process: index, station, detail, ...line }, 'relay: something failed');
  }

  #ready(forked: Forked): void {
    const waiting = this.#state.name === 'starting' ? this.#state.waiting : [];
    this.#state = { name: 'running', process: forked };
    // Neither side counts 'begin', so both count the same messages.
    for (const message of waiting) forked.post(message);
    this.#settle(null);
    this.#options.onChange();
  }

  /** The process is gone, or of no use. After the first failure it is started again at once, if somebody needs it. */
  #fail(error: RelayError): void {
    const { clock, logger, onChange, onLost } = this.#options;
    const state = this.#state;
    this.#silence.end();
    if (state.name === 'running' && clock.now() - this.#startedAtMs >= steadyMs) this.#failures = 0;
    const wasRunning = state.name === 'running';
    const delayMs =
      wasRunning && this.#failures === 0
        ? 0
        : Math.min(firstBackoffMs * 2 ** this.#failures, longestBackoffMs);
    this.#failures += 1;
    logger.error(
      { process: this.index, reason: error.reason, retryInMs: delayMs, detail: error.message },
      'relay process lost',
    );
    if ('process' in state && state.process) this.#end(state.process);
    this.#state = { name: 'idle' };
    if (delayMs > 0) this.#wait(delayMs, error);
    this.#settle(error);
    onLost(wasRunning);
    onChange();
  }

  #wait(delayMs: number, error: RelayError): void {
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#state = { name: 'idle' };
      this.#options.onChange();
    });
    this.#state = { name: 'waiting', cancel, error };
  }

  #endLater(): void {
    this.#cancelIdle?.();
    this.#cancelIdle = this.#options.clock.after(idleMs, () => {
      this.#cancelIdle = null;
      const state = this.#state;
      if (state.name !== 'running' || this.#users.size > 0) return;
      this.#options.logger.info({ process: this.index }, 'relay process ended, nobody needs it');
      this.#silence.end();
      this.#state = { name: 'idle' };
      this.#end(state.process);
    });
  }

  #end(forked: Forked): void {
    const ending = forked.end();
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }

  #settle(error: RelayError | null): void {
    for (const { reject, resolve } of this.#started.splice(0)) {
      if (error === null) resolve();
      else reject(error);
    }
  }
}

const closedError = (): RelayError => new RelayError('closed', 'The relay has been closed.');
