import type { Frame, Outlet } from '../fan-out/contracts.ts';

/** Keeps every frame, as a listener that hears them all. */
export class CollectingOutlet implements Outlet {
  readonly id: string;
  readonly kind = 'listener';
  readonly frames: Frame[] = [];
  closed = false;

  constructor(id = 'collecting') {
    this.id = id;
  }

  send(frame: Frame): number {
    this.frames.push(frame);
    return frame.payload.length;
  }

  close(): void {
    this.closed = true;
  }

  get sequences(): number[] {
    const first = this.frames[0]?.sequence ?? 0;
    return this.frames.map((frame) => (frame.sequence - first) & 0xffff);
  }

  /** Timestamps since the first, in frames of 20 ms. */
  get times(): number[] {
    const first = this.frames[0]?.timestamp ?? 0;
    return this.frames.map((frame) => ((frame.timestamp - first) >>> 0) / 960);
  }
}
