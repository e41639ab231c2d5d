import type { ClockPort } from '@mauzin/shared';

import { opusDurationSamples } from '../rtp/opus-toc.ts';
import { buildFrame } from './build-frame.ts';
import type { Frame, MediaParameters, OpusPacket, Outlet, Source } from './contracts.ts';
import { type DropReason, Renumber } from './renumber.ts';

export type FanOutEvent =
  /** A source's first packet came; the source before it, if any, is closed. */
  | { readonly type: 'source-started'; readonly kind: Source['kind'] }
  /** The source came to its end, or failed. Outlets stay. */
  | { readonly type: 'source-ended'; readonly kind: Source['kind']; readonly error: Error | null }
  /** An outlet threw, and was taken out and closed. */
  | { readonly type: 'outlet-failed'; readonly id: string; readonly error: unknown };

export interface FanOutStats {
  /** Kind of the source whose packets go out now; null while there is none. */
  readonly source: Source['kind'] | null;
  readonly outlets: number;
  /** Opus packets and payload bytes taken in, also those dropped. */
  readonly packetsIn: number;
  readonly bytesIn: number;
  /** Packets and bytes that outlets sent, summed over all; without what was only consumed. */
  readonly packetsOut: number;
  readonly bytesOut: number;
  readonly dropped: Readonly<Record<DropReason | 'malformed', number>>;
  /** When the last packet was forwarded, in the clock's time, ms; null before the first. */
  readonly lastPacketAtMs: number | null;
}

export interface FanOutOptions {
  readonly clock: ClockPort;
  /** 0..1; draws SSRC and first numbers (RFC 3550 §5.1). */
  readonly random: () => number;
  readonly onEvent: (event: FanOutEvent) => void;
}

/**
 * After a pause of so long, ms, the frame before it is forgotten. RED can name one that is 0.3 s older; timestamps are the same again after
 * 24.9 hours, and would then name one of yesterday.
 */
const forgetEarlierMs = 60_000;

/**
 * One source in, many outlets out. Copies packets; never decodes or encodes. Each packet is built once, as plain Opus and
 * as RED, and every outlet only sends it. All outgoing packets share one SSRC, one numbering and fixed payload types.
 */
export class FanOut {
  readonly media: MediaParameters;
  readonly #options: FanOutOptions;
  readonly #numbers: Renumber;
  readonly #outlets = new Map<string, Outlet>();
  /** The source that is heard, and the one that will be heard once its first packet comes. */
  #current: Source | null = null;
  #next: Source | null = null;
  #stream: number | null = null;
  /** The newest frame, which goes along with the next one in RED. */
  #earlier: Frame | null = null;
  #closed = false;
  readonly #counts = { packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0 };
  readonly #dropped: Record<DropReason | 'malformed', number> = {
    padding: 0,
    duplicate: 0,
    late: 0,
    malformed: 0,
  };
  #lastPacketAtMs: number | null = null;

  constructor(options: FanOutOptions) {
    this.#options = options;
    const draw = (range: number): number => Math.floor(options.random() * range);
    this.media = { ssrc: 1 + draw(0xfffffffe), opusPayloadType: 111, redPayloadType: 63 };
    this.#numbers = new Renumber(draw(0x8000), draw(0x100000000));
  }

  get outlets(): ReadonlyMap<string, Outlet> {
    return this.#outlets;
  }

  /** How many outlets are of the kind `listener`. */
  get listeners(): number {
    let listeners = 0;
    for (const { kind } of this.#outlets.values()) listeners += Number(kind === 'listener');
    return listeners;
  }

  /**
   * Starts a source. The one before it is heard until the first packet of this one comes, and is closed then. From now on
   * the fan-out closes it, also when the fan-out itself is closed already.
   */
  setSource(source: Source): void {
    if (this.#closed) return source.close();
    if (source === this.#current || source === this.#next) return undefined;
    this.#next?.close();
    this.#next = source;
    source.start({
      packet: (packet) => this.#receive(source, packet),
      ended: (error) => this.#sourceEnded(source, error),
    });
    return undefined;
  }

  /** Silence: closes the source, and one that is about to begin. Outlets stay. */
  clearSource(): void {
    const sources = [this.#current, this.#next];
    this.#current = null;
    this.#next = null;
    for (const source of sources) source?.close();
  }

  /** Throws when an outlet with this id is there already. A closed fan-out closes the outlet at once. */
  addOutlet(outlet: Outlet): void {
    if (this.#outlets.has(outlet.id)) throw new Error(`there is an outlet ${outlet.id} already`);
    if (this.#closed) return outlet.close();
    this.#outlets.set(outlet.id, outlet);
    return undefined;
  }

  /** Takes out and closes an outlet. Does nothing when it is not there. */
  removeOutlet(id: string): void {
    const outlet = this.#outlets.get(id);
    if (!this.#outlets.delete(id)) return;
    try {
      outlet?.close();
    } catch (error) {
      this.#options.onEvent({ type: 'outlet-failed', id, error });
    }
  }

  stats(): FanOutStats {
    return {
      source: this.#current?.kind ?? null,
      outlets: this.#outlets.size,
      ...this.#counts,
      dropped: { ...this.#dropped },
      lastPacketAtMs: this.#lastPacketAtMs,
    };
  }

  /** Closes the source and every outlet. Idempotent. */
  close(): void {
    this.#closed = true;
    this.clearSource();
    for (const id of this.#outlets.keys()) this.removeOutlet(id);
    this.#earlier = null;
  }

  #receive(source: Source, packet: OpusPacket): void {
    if (source === this.#next && packet.payload.length > 0) this.#switch(source);
    if (source !== this.#current) return;
    this.#counts.packetsIn += 1;
    this.#counts.bytesIn += packet.payload.length;
    if (packet.stream !== this.#stream) {
      this.#stream = packet.stream;
      this.#numbers.restart();
    }
    this.#forward(packet);
  }

  #switch(source: Source): void {
    const replaced = this.#current;
    this.#current = source;
    this.#next = null;
    this.#stream = null;
    replaced?.close();
    this.#options.onEvent({ type: 'source-started', kind: source.kind });
  }

  #forward({ payload, sequence, timestamp }: OpusPacket): void {
    const durationSamples = payload.length === 0 ? 0 : opusDurationSamples(payload);
    if (durationSamples === null) {
      this.#dropped.malformed += 1;
      return;
    }
    const nowMs = this.#options.clock.now();
    const numbers = this.#numbers.next({ sequence, timestamp, durationSamples, nowMs });
    if (numbers.kind === 'drop') {
      this.#dropped[numbers.reason] += 1;
      return;
    }
    if (nowMs - (this.#lastPacketAtMs ?? nowMs) > forgetEarlierMs) this.#earlier = null;
    const frame = buildFrame(
      payload,
      { ...numbers, durationSamples, marker: numbers.first },
      this.media,
      this.#earlier,
    );
    if (numbers.newest) this.#earlier = frame;
    this.#lastPacketAtMs = nowMs;
    this.#sendToAll(frame);
  }

  #sendToAll(frame: Frame): void {
    for (const outlet of this.#outlets.values()) {
      try {
        const bytes = outlet.send(frame);
        if (bytes === 'consumed' || bytes === 0) continue;
        this.#counts.packetsOut += 1;
        this.#counts.bytesOut += bytes;
      } catch (error) {
        this.#options.onEvent({ type: 'outlet-failed', id: outlet.id, error });
        this.removeOutlet(outlet.id);
      }
    }
  }

  #sourceEnded(source: Source, error: Error | null): void {
    if (source !== this.#current && source !== this.#next) return;
    if (source === this.#current) this.#current = null;
    else this.#next = null;
    source.close();
    this.#options.onEvent({ type: 'source-ended', kind: source.kind, error });
  }
}
