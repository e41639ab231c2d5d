import type { BroadcasterOptions, PathOutcome } from '@mauzin/media';
import { type Audience, mostDirectListeners } from '@mauzin/desktop-contract';
import type { ClockPort, HealthReport } from '@mauzin/shared';

import { AudienceBook, type Counts } from './audience.ts';
import { DirectCapacity } from './direct-capacity.ts';
import { Reachability } from './reachability.ts';
import { UploadMeter } from './upload-meter.ts';

/** What the station's link tells of its listeners. */
export interface ListenerEvents extends Required<Pick<BroadcasterOptions, 'onReach' | 'isUncounted'>> {
  readonly onHealth: (listener: string, report: HealthReport) => void;
  /** The listener's page is gone, or wants no sound any more. */
  readonly onLeft: (listener: string) => void;
}

export interface AudienceWatchOptions {
  readonly clock: ClockPort;
  /** Pages that are open, connections that carry sound now, whom the relay serves, and players of the HTTP live stream. */
  readonly counts: () => Omit<Counts, 'uploadBps'>;
  /** Bytes sent to listeners and uplinks so far. */
  readonly bytesSent: () => number;
  /** Whether a listener is this machine itself, and so is not counted. */
  readonly isUncounted: (listener: string) => boolean;
  /** Whether an address is one of this machine's own: what reaches itself says nothing of what phones reach. */
  readonly isOwnAddress: (address: string) => boolean;
  /** Time alone, or a report, has changed the audience, the capacity or the suspicion. */
  readonly onChange: () => void;
}

const lookEveryMs = 1_000;

/** Follows who listens, how well, how much goes out for them, and whether a firewall seems to keep them out. */
export class AudienceWatch {
  /** To be handed to the station's link. */
  readonly events: ListenerEvents;
  readonly #options: AudienceWatchOptions;
  readonly #book: AudienceBook;
  readonly #upload = new UploadMeter();
  readonly #reachability = new Reachability();
  readonly #capacity: DirectCapacity;
  #told = '';
  #cancelLook: (() => void) | null = null;

  constructor(options: AudienceWatchOptions) {
    this.#options = options;
    this.#book = new AudienceBook(options.clock);
    this.#capacity = new DirectCapacity(mostDirectListeners);
    this.events = {
      isUncounted: options.isUncounted,
      onHealth: (listener, report) => {
        if (!options.isUncounted(listener)) this.#reported(listener, report);
      },
      onLeft: (listener) => {
        this.#book.left(listener);
        this.#capacity.left(listener);
      },
      onReach: (_listener, outcome) => this.#reached(outcome),
    };
    this.#lookLater();
  }

  get audience(): Audience {
    return this.#book.sum({ ...this.#options.counts(), uploadBps: this.#upload.bps });
  }

  /** Most listeners that can be served directly, judged by what they report of their hearing. */
  get directCapacity(): number {
    return this.#capacity.now;
  }

  get suspectsFirewall(): boolean {
    return this.#reachability.suspectsFirewall(this.#options.clock.now());
  }

  /** A new broadcast begins. */
  begin(): void {
    this.#book.begin();
  }

  /** So many listeners may be served directly at most; at first, as many as were measured. The same again changes nothing. */
  limitDirect(directListeners: number): void {
    if (directListeners !== this.#capacity.maximum) this.#capacity.restart(directListeners);
  }

  /** The station is served elsewhere, or anew: what was found of the way there does not hold any more. */
  forgetReach(): void {
    this.#reachability.succeeded();
    this.#capacity.restart();
  }

  /** Idempotent. */
  close(): void {
    this.#cancelLook?.();
  }

  #reported(listener: string, report: HealthReport): void {
    this.#book.reported(listener, report);
    if (report.route === 'direct' && report.connection !== null) {
      this.#capacity.reported(listener, report.lossShare, this.#options.clock.now());
    } else {
      this.#capacity.left(listener);
    }
  }

  #reached(outcome: PathOutcome): void {
    const { clock, isOwnAddress } = this.#options;
    if (outcome.name === 'reached') {
      if (outcome.address === null || !isOwnAddress(outcome.address)) this.#reachability.succeeded();
    } else if (outcome.addresses.length === 0 || !outcome.addresses.every(isOwnAddress)) {
      this.#reachability.failed(clock.now());
    }
    this.#tell();
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      const { bytesSent, clock, counts } = this.#options;
      this.#upload.sample(bytesSent(), clock.now());
      this.#capacity.look(counts().direct, clock.now());
      this.#tell();
      this.#lookLater();
    });
  }

  #tell(): void {
    const now = JSON.stringify([this.audience, this.suspectsFirewall, this.directCapacity]);
    if (now === this.#told) return;
    this.#told = now;
    this.#options.onChange();
  }
}
