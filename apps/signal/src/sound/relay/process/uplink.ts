import { type FanOut, type IcePort, ReceptionStats, WebRtcSource, withCandidates } from '@mauzin/media';
import { type ClockPort, namedRendition, type Rendition } from '@mauzin/shared';

import type { UplinkHears, UplinkSays } from '../contracts.ts';

export interface UplinkOptions {
  readonly rendition: Rendition;
  /** The fan-out that the uplink feeds. */
  readonly fanOut: FanOut;
  readonly ice: IcePort;
  readonly clock: ClockPort;
  /** 0..1; spreads attempts, so that a thousand stations don't ask at once. */
  readonly random: () => number;
  readonly says: (message: UplinkSays) => void;
  /** Whether packets come has changed. */
  readonly onFlow: (flows: boolean) => void;
  readonly onError: (error: unknown) => void;
}

/** Time between two checks whether sound still comes, ms. */
const lookEveryMs = 250;
/** Without a packet for so long the sound counts as lost, ms. That the other side closed would be noticed only after 30 s. */
const silentMs = 2_000;
/**
 * Wait between attempts, ms: the first, and the longest. Asking twice makes two offers, so the first needs time to come up,
 * also on a busy machine; but every listener of this uplink waits for the next attempt, and one message is cheap.
 */
const firstRetryMs = 4_000;
const longestRetryMs = 10_000;
/** Wait after the other side said that there is no sound, ms. */
const refusedRetryMs = 1_000;
/** Between reports of loss, ms … */
const reportEveryMs = 5_000;
/** … or as soon as this where loss is, ms; and the share of lost packets from which RED is worth its data, 0..1. */
const earlyReportMs = 1_000;
const worthReporting = 0.03;

/** One rendition's way in: a listener of the station's broadcaster, or of another process, for as long as it is wanted. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #reception: ReceptionStats;
  #source: WebRtcSource | null = null;
  /** Connections as the other side names them: the last that was offered, and the one that is heard. */
  #offered: string | null = null;
  #heard: string | null = null;
  #attempts = 0;
  #askAtMs = 0;
  #reportAtMs = 0;
  #earlyReported = false;
  #flows = false;
  #cancelLook: (() => void) | null = null;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#reception = new ReceptionStats(options.clock);
  }

  get isWanted(): boolean {
    return this.#source !== null;
  }

  /** How many packets came so far. */
  get packets(): number {
    return this.#reception.packets;
  }

  want(wanted: boolean): void {
    if (!wanted) return this.close();
    if (this.#source !== null) return undefined;
    const { fanOut } = this.#options;
    this.#source = this.#makeSource();
    fanOut.setSource(this.#source);
    this.#attempts = 0;
    this.#ask();
    this.#lookLater();
    return undefined;
  }

  /** One message of the other side, in order. Never throws. */
  hear(message: UplinkHears): void {
    const source = this.#source;
    if (source === null) return;
    try {
      this.#hear(source, message);
    } catch (error) {
      this.#options.onError(error);
      this.#retryIn(refusedRetryMs);
    }
  }

  /** Lets the sound go, without a word. Idempotent. */
  close(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
    const source = this.#source;
    this.#source = null;
    this.#offered = null;
    this.#heard = null;
    if (source === null) return;
    this.#setFlows(false);
    // The fan-out may have this source already, as the next one or as the one that is heard.
    this.#options.fanOut.clearSource();
    source.close();
  }

  #makeSource(): WebRtcSource {
    const { ice, onError, says } = this.#options;
    const source: WebRtcSource = new WebRtcSource({
      ice,
      takesRed: true,
      reception: this.#reception,
      onHeard: () => this.#switch(),
      onSignal: (signal) => {
        const connection = this.#offered;
        if (source !== this.#source || connection === null) return;
        says({ ...signal, connection });
      },
      onState: (state) => {
        if (source === this.#source && state.name === 'failed') this.#lose(this.#offered);
      },
      onError,
    });
    return source;
  }

  #hear(source: WebRtcSource, message: UplinkHears): void {
    switch (message.type) {
      case 'offer': {
        const before = this.#offered;
        this.#offered = message.connection;
        try {
          return source.signal({ type: 'offer', sdp: withCandidates(message.sdp, () => false) });
        } catch (error) {
          this.#offered = before;
          this.#options.says({ type: 'closed', connection: message.connection });
          throw error;
        }
      }
      case 'candidate':
        // It could be anybody's address, or a name to be looked up. The other side calls this one.
        return undefined;
      case 'closed':
        return this.#lose(message.connection);
      default:
        return message satisfies never;
    }
  }

  /** This connection is over. */
  #lose(connection: string | null): void {
    if (connection === this.#heard) this.#heard = null;
    if (connection === this.#offered) this.#retryIn(refusedRetryMs);
  }

  /** The newest connection is heard: the other side need not keep the one before it. */
  #switch(): void {
    const before = this.#heard;
    this.#heard = this.#offered;
    this.#reportAtMs = this.#options.clock.now() + reportEveryMs;
    this.#earlyReported = false;
    if (before !== null && before !== this.#heard) this.#options.says({ type: 'closed', connection: before });
  }

  #ask(): void {
    const { clock, random, rendition, says } = this.#options;
    const delayMs = Math.min(firstRetryMs * 2 ** this.#attempts, longestRetryMs);
    this.#attempts += 1;
    this.#askAtMs = clock.now() + delayMs * (0.8 + 0.4 * random());
    says({ type: 'listen', connection: null, ...namedRendition(rendition) });
  }

  /** Plans an attempt sooner than before, but with a longer wait each time. */
  #retryIn(delayMs: number): void {
    const atMs = this.#options.clock.now() + Math.min(delayMs * 2 ** this.#attempts, longestRetryMs);
    this.#askAtMs = Math.min(this.#askAtMs, atMs);
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      this.#lookLater();
      this.#look(this.#options.clock.now());
    });
  }

  #look(nowMs: number): void {
    const { lastAtMs } = this.#reception;
    const sounds = this.#heard !== null && lastAtMs !== null && nowMs - lastAtMs < silentMs;
    this.#setFlows(sounds);
    if (sounds) {
      if (this.#heard === this.#offered) {
        this.#attempts = 0;
        this.#askAtMs = nowMs;
      }
      return this.#report(nowMs);
    }
    if (nowMs >= this.#askAtMs) this.#ask();
    return undefined;
  }

  #setFlows(flows: boolean): void {
    if (flows === this.#flows) return;
    this.#flows = flows;
    this.#options.onFlow(flows);
  }

  #report(nowMs: number): void {
    const { rendition, says } = this.#options;
    const dueInMs = this.#reportAtMs - nowMs;
    const { lossShare } = this.#reception.peek();
    const early =
      !this.#earlyReported && lossShare > worthReporting && dueInMs <= reportEveryMs - earlyReportMs;
    if (dueInMs > 0 && !early) return;
    const report = this.#reception.take();
    this.#reportAtMs = nowMs + reportEveryMs;
    this.#earlyReported = report.lossShare > worthReporting;
    says({
      type: 'health',
      report: {
        connection: this.#heard,
        route: 'direct',
        ...namedRendition(rendition),
        lossShare: report.lossShare,
        jitterMs: report.jitterMs,
        concealedShare: report.missingShare,
        bufferMs: 0,
      },
    });
  }
}
