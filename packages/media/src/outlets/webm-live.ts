import type { ClockPort } from '@mauzin/shared';

import type { Frame, Outlet, SendResult } from '../fan-out/contracts.ts';
import type { FanOut } from '../fan-out/fan-out.ts';
import { OpusTimeline } from '../timeline/opus-timeline.ts';
import { samplesPerMs } from '../rtp/opus-toc.ts';
import { type LiveReader, type LiveSink, ReaderLane } from '../webm/live-reader.ts';
import { type Cluster, clusterMs, WebmClusters } from '../webm/webm-clusters.ts';

export interface WebmLiveOptions {
  /** The outlet's id in the fan-out. */
  readonly id: string;
  readonly fanOut: FanOut;
  readonly clock: ClockPort;
  /** Most readers, together with the fan-out's listeners. */
  readonly maxReaders?: number;
  /** `readers` may be another number now. */
  readonly onChange?: () => void;
  readonly onError: (error: unknown) => void;
}

export interface WebmReaderOptions {
  /** For players that read whole blocks: the stream is filled up, see `filledBytesPerSecond`. */
  readonly filled: boolean;
}

const defaultMaxReaders = 600;

/** How much of the latest sound a reader gets at once, ms: players begin with so much in hand, and are so far behind. */
export const burstMs = 1_200;

/** How long the muxer outlives its last reader, ms: a reader that comes back finds it still at work. */
const lingerMs = 10_000;

/** Longest pause that is filled with silence, ms; longer ones are left out, and players wait. */
const longestSilenceMs = 1_000;

/** A pause of so long by the clock, ms, is one whatever the timestamps say: over 12 hours they seem to go back. */
const surePauseMs = 60_000;

/**
 * The fan-out's packets as live WebM (RFC 9559) for any number of players: muxed once, only while somebody reads, and handed to
 * each from a cluster on. The stream's time is the time that passed, to within 2.5 ms; a pause of more than a second is cut, so
 * that no player is further behind after it.
 */
export class WebmLive {
  readonly #options: WebmLiveOptions;
  readonly #readers = new Set<ReaderLane>();
  #running: Running | null = null;
  #cancelLinger: (() => void) | null = null;
  #bytesOfGone = 0;
  #closed = false;

  constructor(options: WebmLiveOptions) {
    this.#options = options;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** Bytes handed to readers so far, without HTTP's own. */
  get bytesSent(): number {
    let sum = this.#bytesOfGone;
    for (const { bytesSent } of this.#readers) sum += bytesSent;
    return sum;
  }

  /** Opens the stream for one reader. Null when there is no room, or the stream is closed. */
  open(sink: LiveSink, { filled }: WebmReaderOptions): LiveReader | null {
    if (this.#closed || !this.#hasRoom()) return null;
    this.#cancelLinger?.();
    this.#cancelLinger = null;
    this.#running ??= this.#start();
    const lane = new ReaderLane(sink, filled);
    this.#readers.add(lane);
    this.#running.welcome(lane);
    this.#options.onChange?.();
    return { drained: () => lane.drained(), close: () => this.#leave(lane) };
  }

  /** The broadcast is over: ends every reader. New ones may come. */
  endAll(): void {
    for (const lane of this.#readers) this.#end(lane);
    this.#stop();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.endAll();
  }

  #hasRoom(): boolean {
    const { fanOut, maxReaders = defaultMaxReaders } = this.#options;
    return this.#readers.size + fanOut.listeners < maxReaders;
  }

  #start(): Running {
    const { clock, fanOut, id, onError } = this.#options;
    const running = new Running({
      id,
      onError,
      onHeader: () => {
        for (const lane of this.#readers) running.welcome(lane);
      },
      onCluster: (cluster) => this.#handOn(cluster, clock.now()),
      onClosed: () => {
        if (running === this.#running) this.endAll();
      },
      nowMs: () => clock.now(),
    });
    fanOut.addOutlet(running);
    return running;
  }

  #handOn(cluster: Cluster, nowMs: number): void {
    for (const lane of this.#readers) {
      if (lane.begun && lane.offer(cluster, nowMs) === 'gave-up') this.#end(lane);
    }
  }

  #end(lane: ReaderLane): void {
    this.#leave(lane);
    lane.end();
  }

  #leave(lane: ReaderLane): void {
    if (!this.#readers.delete(lane)) return;
    this.#bytesOfGone += lane.bytesSent;
    if (this.#readers.size === 0) this.#stopLater();
    this.#options.onChange?.();
  }

  #stopLater(): void {
    this.#cancelLinger ??= this.#options.clock.after(lingerMs, () => this.#stop());
  }

  #stop(): void {
    this.#cancelLinger?.();
    this.#cancelLinger = null;
    const running = this.#running;
    this.#running = null;
    if (running) this.#options.fanOut.removeOutlet(running.id);
  }
}

interface RunningOptions {
  readonly id: string;
  readonly nowMs: () => number;
  readonly onHeader: () => void;
  readonly onCluster: (cluster: Cluster) => void;
  readonly onClosed: () => void;
  readonly onError: (error: unknown) => void;
}

/** The muxer at work, as the fan-out sees it. */
class Running implements Outlet {
  readonly id: string;
  readonly kind = 'tap';
  readonly #options: RunningOptions;
  readonly #clusters: WebmClusters;
  #timeline: OpusTimeline;
  #header: Uint8Array | null = null;
  /** What has just sounded, oldest first. */
  #latest: Cluster[] = [];
  #lastFrameAtMs: number | null = null;
  #closed = false;

  constructor(options: RunningOptions) {
    this.id = options.id;
    this.#options = options;
    this.#timeline = this.#newTimeline();
    this.#clusters = new WebmClusters({
      onError: options.onError,
      onHeader: (header) => {
        this.#header = header;
        options.onHeader();
      },
      onCluster: (cluster) => {
        // Handed on before it is kept for readers who come later, so that each reader gets the cluster once.
        options.onCluster(cluster);
        this.#latest = [...this.#latest, cluster].slice(-burstMs / clusterMs);
      },
    });
  }

  welcome(lane: ReaderLane): void {
    if (this.#header && !lane.begun) lane.begin(this.#header, this.#latest, this.#options.nowMs());
  }

  send(frame: Frame): SendResult {
    const nowMs = this.#options.nowMs();
    if (this.#followsPause(frame, nowMs)) {
      this.#timeline.flush();
      this.#latest = [];
      this.#timeline = this.#newTimeline();
    }
    this.#lastFrameAtMs = nowMs;
    this.#timeline.push(frame);
    return 'consumed';
  }

  #followsPause(frame: Frame, nowMs: number): boolean {
    if (nowMs - (this.#lastFrameAtMs ?? nowMs) > surePauseMs) return true;
    return this.#timeline.gapBefore(frame) > longestSilenceMs * samplesPerMs;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#clusters.close();
    this.#options.onClosed();
  }

  #newTimeline(): OpusTimeline {
    return new OpusTimeline((payload, durationSamples) => this.#clusters.add(payload, durationSamples));
  }
}
