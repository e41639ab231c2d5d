import type { OpusPacket, SourceSink } from '../fan-out/contracts.ts';

/** Keeps what a source says. */
export class CollectingSink implements SourceSink {
  readonly packets: OpusPacket[] = [];
  /** Undefined until the source has ended. */
  end: Error | null | undefined = undefined;

  packet(packet: OpusPacket): void {
    this.packets.push(packet);
  }

  ended(error: Error | null): void {
    this.end = error;
  }
}
