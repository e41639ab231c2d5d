import { EncodedAudioPacketSource, EncodedPacket, NullTarget, Output, WebMOutputFormat } from 'mediabunny';

import { opusTrack } from '../timeline/opus-track.ts';
import { opusClockHz, samplesPerMs } from '../rtp/opus-toc.ts';

/** A stretch of sound that a player can begin with. */
export interface Cluster {
  /** When it begins in the stream's time, ms. */
  readonly atMs: number;
  /** Its blocks, without the head, which `clusterHead` makes. Nobody may write to it. */
  readonly blocks: Uint8Array;
}

export interface WebmClustersOptions {
  /** Once, before the first cluster: EBML header, Segment of unknown size, Info and Tracks. */
  readonly onHeader: (header: Uint8Array) => void;
  /** Each cluster when it is whole: a packet after it has sounded. */
  readonly onCluster: (cluster: Cluster) => void;
  readonly onError: (error: unknown) => void;
  /** After how much sound the muxer is made anew, ms: it keeps an entry for each cluster until it is. */
  readonly renewAfterMs?: number;
}

/** Length of a cluster, ms: what joining waits for, and what a reader that was full misses at least. */
export const clusterMs = 200;

const defaultRenewAfterMs = 10 * 60_000;

/** Packets in, WebM (append-only: nothing that was handed on is ever changed) out, cluster by cluster. */
export class WebmClusters {
  readonly #options: WebmClustersOptions;
  readonly #renewAfterSamples: number;
  #mux: Mux | null = null;
  #samples = 0;
  #hasHeader = false;
  #state: 'open' | 'closed' = 'open';
  /** All that the muxers are asked for, one after the other. */
  #tail: Promise<void> = Promise.resolve();

  constructor(options: WebmClustersOptions) {
    this.#options = options;
    this.#renewAfterSamples = (options.renewAfterMs ?? defaultRenewAfterMs) * samplesPerMs;
  }

  /** Each packet follows the one before it. */
  add(payload: Uint8Array, durationSamples: number): void {
    const at = this.#samples;
    this.#samples += durationSamples;
    this.#do(async () => {
      if (this.#mux && at - this.#mux.fromSamples >= this.#renewAfterSamples) await this.#endMux();
      this.#mux ??= await this.#begin(at);
      await this.#mux.add(payload, at, durationSamples);
    });
  }

  /** Ends the stream; a cluster that is not whole yet is left out. Idempotent. */
  close(): void {
    this.#do(async () => {
      await this.#mux?.output.cancel();
      this.#mux = null;
    });
    this.#state = 'closed';
  }

  #do(step: () => Promise<void>): void {
    if (this.#state === 'closed') return;
    this.#tail = this.#tail.then(step).catch((error: unknown) => this.#options.onError(error));
  }

  /** Hands on its last cluster; what it writes after that is an index, for which nobody asks. */
  async #endMux(): Promise<void> {
    const ended = this.#mux;
    this.#mux = null;
    await ended?.output.finalize();
  }

  async #begin(fromSamples: number): Promise<Mux> {
    const header: Uint8Array[] = [];
    const mux = new Mux(fromSamples, {
      onEbml: (bytes) => header.push(bytes),
      onSegment: (bytes) => {
        // The muxers after the first one say the same.
        if (!this.#hasHeader) this.#options.onHeader(Buffer.concat([...header, bytes]));
        this.#hasHeader = true;
      },
      onCluster: (bytes, atMs) => {
        if (this.#state === 'open') this.#options.onCluster({ atMs, blocks: blocksOf(bytes) });
      },
    });
    await mux.output.start();
    return mux;
  }
}

interface MuxEvents {
  readonly onEbml: (bytes: Uint8Array) => void;
  readonly onSegment: (bytes: Uint8Array) => void;
  readonly onCluster: (bytes: Uint8Array, atMs: number) => void;
}

class Mux {
  readonly output: Output;
  /** Where the muxer's first packet is in the stream, samples of 48 kHz. */
  readonly fromSamples: number;
  readonly #source = new EncodedAudioPacketSource('opus');

  constructor(fromSamples: number, { onCluster, onEbml, onSegment }: MuxEvents) {
    this.fromSamples = fromSamples;
    const fromMs = Math.round(fromSamples / samplesPerMs);
    this.output = new Output({
      format: new WebMOutputFormat({
        appendOnly: true,
        minimumClusterDuration: clusterMs / 1_000,
        onEbmlHeader: onEbml,
        onSegmentHeader: onSegment,
        onCluster: (bytes, _position, seconds) => onCluster(bytes, fromMs + Math.round(seconds * 1_000)),
      }),
      target: new NullTarget(),
    });
    this.output.addAudioTrack(this.#source);
  }

  add(payload: Uint8Array, atSamples: number, durationSamples: number): Promise<void> {
    const at = (atSamples - this.fromSamples) / opusClockHz;
    const packet = new EncodedPacket(payload, 'key', at, durationSamples / opusClockHz);
    return this.#source.add(packet, at === 0 ? firstMeta : undefined);
  }
}

const clusterId = Buffer.from('1f43b675', 'hex');
const unknownSize = 0xff;
const timestampId = 0xe7;
/** Bytes of a cluster's timestamp: enough for thousands of years of milliseconds. */
const timestampBytes = 6;
const headBytes = clusterId.length + 3 + timestampBytes;

/**
 * What stands before a cluster's blocks (RFC 9559 §5.1.3): its id, no size, because it ends where the next one begins, and
 * when it begins. The blocks count from there, so one copy of them serves readers whose time began differently.
 */
export function clusterHead(atMs: number): Buffer {
  const head = Buffer.alloc(headBytes);
  clusterId.copy(head);
  head.set([unknownSize, timestampId, 0x80 | timestampBytes], clusterId.length);
  head.writeUIntBE(atMs, headBytes - timestampBytes, timestampBytes);
  return head;
}

/** A muxer's cluster without its head: id, the unknown size in one byte, and the timestamp in as many as it needs. */
function blocksOf(cluster: Uint8Array): Uint8Array {
  const at = clusterId.length;
  const isExpected =
    clusterId.equals(cluster.subarray(0, at)) &&
    cluster[at] === unknownSize &&
    cluster[at + 1] === timestampId;
  if (!isExpected) throw new Error('the muxer writes clusters in another way than is known');
  return cluster.subarray(at + 3 + ((cluster[at + 2] ?? 0) & 0x7f));
}

/** Nothing is to be left out at the start: there is no CodecDelay, and Firefox plays nothing where the two differ. */
const firstMeta = opusTrack(0);
