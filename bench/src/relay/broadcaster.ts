import { FanOut, type Source, type SourceSink, systemClock } from '@mauzin/media';

import { goOnAir } from '../go-on-air.ts';
import { serve } from '../remote.ts';
import type { BroadcasterCalls } from './broadcaster-calls.ts';
import { stampedPacket } from './stamp.ts';

const frameMs = 20;
const frameSamples = 960;

const complain = (error: unknown): void => void process.stderr.write(`broadcaster: ${String(error)}\n`);

/** A packet each 20 ms, on average: timers are late, and what they miss is made up for. */
class StampedSource implements Source {
  readonly kind = 'file';
  #timer: NodeJS.Timeout | null = null;

  start(sink: SourceSink): void {
    const startMs = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      for (; sent * frameMs <= performance.now() - startMs; sent += 1) {
        const payload = stampedPacket(process.hrtime.bigint());
        sink.packet({ payload, sequence: sent & 0xffff, timestamp: (sent * frameSamples) >>> 0, stream: 0 });
      }
    }, frameMs / 4);
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
  }
}

const fanOut = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });

const calls: BroadcasterCalls = {
  async open(station) {
    fanOut.setSource(new StampedSource());
    await goOnAir({ ...station, fanOut, onError: complain });
  },
  silence: () => fanOut.clearSource(),
  outlets: () => fanOut.outlets.size,
};
serve(calls);
