import type { Audience } from '@mauzin/desktop-contract';
import type { ClockPort, HealthReport } from '@mauzin/shared';

/** A report older than this, ms, says nothing any more. While somebody hears, one comes every 5 s. */
const forgetAfterMs = 15_000;
/** More than this share of made-up sound, 0..1, is heard as stutter. */
const badShare = 0.05;
/** A network that loses more than this share of its packets, 0..1, is called weak: RED goes out from there. */
const weakShare = 0.03;

interface Heard {
  readonly atMs: number;
  readonly report: HealthReport;
}

/** What only the station's link and the sockets know. */
export interface Counts {
  /** Pages that are open. */
  readonly open: number;
  /** Connections from here that carry sound now. */
  readonly direct: number;
  /** Listeners that hear through the relay, as the service counts them; absent: as they report it themselves. */
  readonly relayed?: number | null;
  /** Players of the HTTP live stream, of this side or of the relay. */
  readonly overHttp?: number;
  /** Whom the relay has nothing to send. */
  readonly unheard?: number;
  readonly uploadBps: number;
}

/** Keeps what listeners report of their hearing, and sums up who listens. */
export class AudienceBook {
  readonly #clock: ClockPort;
  readonly #heard = new Map<string, Heard>();
  #peak = 0;

  constructor(clock: ClockPort) {
    this.#clock = clock;
  }

  reported(listener: string, report: HealthReport): void {
    this.#heard.set(listener, { atMs: this.#clock.now(), report });
  }

  /** The listener's page is gone, or wants no sound any more. */
  left(listener: string): void {
    this.#heard.delete(listener);
  }

  /** A new broadcast: nobody has heard it yet. */
  begin(): void {
    this.#peak = 0;
  }

  sum({ open, direct, relayed: told = null, overHttp = 0, unheard = 0, uploadBps }: Counts): Audience {
    this.#forgetOld();
    const reports = [...this.#heard.values()].map(({ report }) => report);
    // Whoever plays the HTTP live stream reports too, but is counted as its player.
    const relayed =
      told ?? reports.filter(({ connection, route }) => connection !== null && route === 'relay').length;
    const badly = reports.filter(({ concealedShare }) => concealedShare > badShare).length;
    const weak = reports.filter(({ lossShare }) => lossShare > weakShare).length;
    const saver = reports.filter(({ rendition }) => rendition === 'saver').length;
    // A listener that changes from one route to the other hears by both for a moment.
    const hearing = Math.min(direct + relayed, Math.max(direct, open)) + overHttp;
    this.#peak = Math.max(this.#peak, hearing);
    // A report may outlive its connection by some seconds.
    const ofThem = (count: number): number => Math.min(count, hearing);
    return {
      open,
      hearing,
      peak: this.#peak,
      direct,
      relayed,
      overHttp,
      unheard,
      hearingBadly: ofThem(badly),
      saver: ofThem(saver),
      weak: ofThem(weak),
      uploadBps,
    };
  }

  #forgetOld(): void {
    const oldestMs = this.#clock.now() - forgetAfterMs;
    for (const [listener, { atMs }] of this.#heard) if (atMs < oldestMs) this.#heard.delete(listener);
  }
}
