import type { Frame } from '../fan-out/contracts.ts';
import { signed32 } from '../fan-out/renumber.ts';
import { samplesPerMs } from '../rtp/opus-toc.ts';
import { opusSilence, shortestSilenceSamples } from './opus-silence.ts';

/** How much later sound may come before a missing packet is given up, samples of 48 kHz: 60 ms. */
const waitSamples = 60 * samplesPerMs;

export type TakePacket = (payload: Uint8Array, durationSamples: number) => void;

interface Placed {
  readonly frame: Frame;
  /** Samples since the first frame. */
  readonly at: number;
}

/**
 * Puts frames in their order and fills what is missing with silence, so that what comes out is one unbroken stream whose
 * length is the time that passed, to within 2.5 ms. It never goes back: what comes too late is left out. Pure: times come in.
 */
export class OpusTimeline {
  readonly #take: TakePacket;
  #endSamples = 0;
  /** The newest frame's place; others are counted from it, so that RTP's timestamps may wrap. */
  #newest: { readonly timestamp: number; readonly at: number; readonly endsAt: number } | null = null;
  #waiting: Placed[] = [];
  #stereo = false;

  constructor(take: TakePacket) {
    this.#take = take;
  }

  /** Length of what was handed on, samples of 48 kHz. */
  get endSamples(): number {
    return this.#endSamples;
  }

  /** Where the newest frame ends, samples; a frame that follows without a gap begins there. */
  get newestEndSamples(): number {
    return this.#newest?.endsAt ?? 0;
  }

  /** How much would have to be filled before this frame, samples; 0 or less when nothing. */
  gapBefore(frame: Frame): number {
    return this.#place(frame) - Math.max(this.#endSamples, this.newestEndSamples);
  }

  push(frame: Frame): void {
    const at = this.#place(frame);
    if (!this.#newest || at > this.#newest.at) {
      this.#newest = { timestamp: frame.timestamp, at, endsAt: at + frame.durationSamples };
    }
    const index = this.#waiting.findIndex((other) => other.at > at);
    this.#waiting.splice(index === -1 ? this.#waiting.length : index, 0, { frame, at });
    this.#drain(waitSamples);
  }

  /** Nothing came up to here: no frame is waited for any more, and the time is filled. */
  fillTo(samples: number): void {
    this.flush();
    this.#fill(samples - this.#endSamples);
  }

  /** No frame is waited for any more, and what is missing up to this time of the frames is filled. */
  fillUpTo(timestamp: number): void {
    if (this.#newest) this.fillTo(this.#newest.at + signed32(timestamp - this.#newest.timestamp));
  }

  /** Time passed that the frames' own numbers do not know of: all later frames come so much later. */
  skip(samples: number): void {
    if (!this.#newest) return;
    const { timestamp, at, endsAt } = this.#newest;
    this.flush();
    this.#newest = { timestamp, at: at + samples, endsAt: endsAt + samples };
  }

  /** Gives up missing frames, and hands on all that came. */
  flush(): void {
    this.#drain(0);
  }

  #place({ timestamp }: Frame): number {
    return this.#newest ? this.#newest.at + signed32(timestamp - this.#newest.timestamp) : 0;
  }

  #drain(patienceSamples: number): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const { at, frame } = next;
      const gap = at - this.#endSamples;
      const isMissed = gap >= shortestSilenceSamples;
      if (isMissed && this.newestEndSamples - this.#endSamples <= patienceSamples) return;
      this.#waiting.shift();
      // Its place is taken: it came twice, or was given up.
      if (gap + frame.durationSamples / 2 <= 0) continue;
      this.#stereo = ((frame.payload[0] ?? 0) & 0x04) !== 0;
      if (isMissed) this.#fill(gap);
      this.#write(frame.payload, frame.durationSamples);
    }
  }

  #fill(samples: number): void {
    for (const { payload, durationSamples } of opusSilence(samples, this.#stereo)) {
      this.#write(payload, durationSamples);
    }
  }

  #write(payload: Uint8Array, durationSamples: number): void {
    this.#endSamples += durationSamples;
    this.#take(payload, durationSamples);
  }
}
