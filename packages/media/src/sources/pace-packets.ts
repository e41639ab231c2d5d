import type { ClockPort } from '@mauzin/shared';

import type { SourceSink } from '../fan-out/contracts.ts';
import { opusDurationSamples, samplesPerMs } from '../rtp/opus-toc.ts';

/** How far behind its time playing may fall and catch up by sending faster, ms: five packets of 20 ms. */
const maxCatchUpMs = 100;

export interface PacedPlayback {
  /** Idempotent. Nothing is sent afterwards. */
  stop(): void;
}

/**
 * Plays Opus packets in real time: each is sent when the one before it has sounded. Times are absolute, so that late
 * timers do not add up; after a longer stall playing goes on where it stopped, and the pause is in the timestamps.
 * @param packets each is asked for one packet ahead of its time; its `return` is called when playing stops early
 */
export function pacePackets(
  packets: AsyncIterator<Uint8Array, void>,
  sink: SourceSink,
  clock: ClockPort,
): PacedPlayback {
  let stopped = false;
  let cancelTimer = (): void => undefined;
  let dueMs = clock.now();
  let sequence = 0;
  let timestamp = 0;

  const send = (payload: Uint8Array, durationSamples: number): void => {
    const lagMs = clock.now() - dueMs;
    if (lagMs > maxCatchUpMs) {
      dueMs += lagMs;
      timestamp += Math.round(lagMs * samplesPerMs);
    }
    sink.packet({ payload, sequence: sequence & 0xffff, timestamp: timestamp % 0x100000000, stream: 0 });
    sequence += 1;
    timestamp += durationSamples;
    dueMs += durationSamples / samplesPerMs;
  };

  const step = async (): Promise<void> => {
    const next = await packets.next();
    if (stopped) return;
    if (next.done === true) {
      stopped = true;
      sink.ended(null);
      return;
    }
    const payload = next.value;
    const durationSamples = opusDurationSamples(payload);
    if (durationSamples === null) return schedule();
    cancelTimer = clock.after(Math.max(0, dueMs - clock.now()), () => {
      send(payload, durationSamples);
      if (!stopped) schedule();
    });
  };

  const schedule = (): void => {
    step().catch((error: unknown) => {
      if (stopped) return;
      stopped = true;
      sink.ended(error instanceof Error ? error : new Error(String(error)));
    });
  };

  schedule();
  return {
    stop: () => {
      if (stopped) return;
      stopped = true;
      cancelTimer();
      // A reader that fails while it is being closed has nothing left to tell.
      packets.return?.().catch(() => undefined);
    },
  };
}
