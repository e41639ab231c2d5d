import type { OpusPacket, Source, SourceSink } from '../fan-out/contracts.ts';

/** An Opus packet of 20 ms (CELT, mono) whose bytes tell which one it is. */
export const opusPayload = (tag: number, length = 40): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index === 0 ? 0xf8 : (tag * 31 + index) & 0xff));

/** A source that a test plays by hand. */
export class FakeSource implements Source {
  readonly kind: Source['kind'];
  closed = false;
  #sink: SourceSink | null = null;

  constructor(kind: Source['kind'] = 'file') {
    this.kind = kind;
  }

  start(sink: SourceSink): void {
    this.#sink = sink;
  }

  close(): void {
    this.closed = true;
  }

  /** Sends a packet, also after closing, as a misbehaving one would. */
  packet(sequence: number, fields: Partial<OpusPacket> = {}): void {
    this.#sink?.packet({
      payload: opusPayload(sequence),
      sequence: sequence & 0xffff,
      timestamp: (sequence * 960) >>> 0,
      stream: 0,
      ...fields,
    });
  }

  padding(sequence: number): void {
    this.packet(sequence, { payload: new Uint8Array(0) });
  }

  end(error: Error | null = null): void {
    this.#sink?.ended(error);
  }
}
