/** Least time between two readings of the statistics, the slower of the two ways, ms. */
const statsEveryMs = 100;

/**
 * Reads the loudness of a receiver without touching the way of the sound: a Web Audio graph in it falls silent on
 * iPhones when the screen is locked. What the packets say is free; the statistics serve where they say nothing.
 */
export class LevelReader {
  readonly #receiver: () => RTCRtpReceiver | null;
  #last = 0;
  #askedAt = -Infinity;

  constructor(receiver: () => RTCRtpReceiver | null) {
    this.#receiver = receiver;
  }

  /** 0..1 of full scale. */
  read(): number {
    const receiver = this.#receiver();
    if (!receiver) return 0;
    const [source] = receiver.getSynchronizationSources();
    if (source?.audioLevel !== undefined) return source.audioLevel;
    const now = performance.now();
    if (now - this.#askedAt >= statsEveryMs) {
      this.#askedAt = now;
      void this.#ask(receiver);
    }
    return this.#last;
  }

  async #ask(receiver: RTCRtpReceiver): Promise<void> {
    try {
      const report = await receiver.getStats();
      report.forEach((entry: { type: string; audioLevel?: number }) => {
        if (entry.type === 'inbound-rtp') this.#last = entry.audioLevel ?? 0;
      });
    } catch {
      this.#last = 0; // the connection is gone, and with it the sound
    }
  }
}
