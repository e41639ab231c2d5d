import {
  type ClockPort,
  defaultOpusPreset,
  type HealthReport,
  opusPresets,
  type Rendition,
  type Route,
  saverEncoding,
} from '@mauzin/shared';

import type { Figures } from './health.ts';

export interface PocketReporterOptions {
  readonly clock: ClockPort;
  readonly pocket: { readonly heard: boolean; readonly behindMs: number; readonly wireBytes: number | null };
  /** The rendition that is played. */
  readonly rendition: () => Rendition;
  /** Whether the stream comes from the desktop itself, or by the relay. */
  readonly route: () => Route;
  readonly onReport: (report: HealthReport) => void;
  /** So many bytes more have come. */
  readonly onBytes: (bytes: number) => void;
  /** There are new figures. */
  readonly onChange: () => void;
}

const everyMs = 5_000;
const hourMs = 3_600_000;
/** What WebM, HTTP and TCP add to each packet, bytes: counted where the browser fetches the stream and tells nothing of it. */
const packetBytes = 30;

/** The bytes of an hour of a rendition over HTTP, where nobody can count them: by its bit rate and its packets. Pure. */
export function assumedBytesPerHour(rendition: Rendition): number {
  const saver = rendition === 'saver';
  const { bitrateBps } = saver ? saverEncoding : opusPresets[defaultOpusPreset];
  return 3_600 * (bitrateBps / 8 + (1_000 / (saver ? saverEncoding.packetMs : 20)) * packetBytes);
}

/** Says every 5 s how the HTTP stream is heard: nothing is lost in it, it only falls behind. And counts what it costs. */
export class PocketReporter {
  readonly #options: PocketReporterOptions;
  #figures: Omit<Figures, 'sessionBytes'> | null = null;
  #bytes = 0;
  #countedAt = 0;
  #cancel: (() => void) | null = null;

  constructor(options: PocketReporterOptions) {
    this.#options = options;
  }

  /** Null until the stream has been heard for 5 s. */
  get figures(): Omit<Figures, 'sessionBytes'> | null {
    return this.#figures;
  }

  /** What is heard may have changed. */
  update(): void {
    const { heard } = this.#options.pocket;
    if (heard && this.#cancel === null) {
      this.#countedAt = this.#options.clock.now();
      this.#next();
    }
    if (!heard && this.#cancel !== null) this.stop();
  }

  /** Idempotent. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#figures = null;
    this.#bytes = 0;
  }

  #next(): void {
    this.#cancel = this.#options.clock.after(everyMs, () => {
      this.#next();
      this.#report();
    });
  }

  #report(): void {
    const { pocket, rendition: playing, route, onBytes, onReport, onChange } = this.#options;
    const rendition = playing();
    const now = this.#options.clock.now();
    // Under a locked screen timers may come much later than they should.
    const elapsedMs = now - this.#countedAt;
    this.#countedAt = now;
    const bytes = this.#count(pocket.wireBytes, rendition, elapsedMs);
    onBytes(bytes);
    this.#figures = { behindMs: pocket.behindMs, bytesPerHour: (bytes / elapsedMs) * hourMs };
    onReport({
      connection: null,
      route: route(),
      rendition,
      lossShare: 0,
      jitterMs: 0,
      concealedShare: 0,
      bufferMs: pocket.behindMs,
    });
    onChange();
  }

  /** What has come since the last report. A stream that was joined anew counts from 0 again. */
  #count(wireBytes: number | null, rendition: Rendition, elapsedMs: number): number {
    if (wireBytes === null) return assumedBytesPerHour(rendition) * (elapsedMs / hourMs);
    const more = wireBytes >= this.#bytes ? wireBytes - this.#bytes : wireBytes;
    this.#bytes = wireBytes;
    return more;
  }
}
