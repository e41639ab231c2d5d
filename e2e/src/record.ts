import { type Child, startChild } from './children.ts';
import type { Pulse } from './pulse.ts';
import { type Side, sideMap } from './side.ts';
import type { Sound } from './pcm.ts';
import { durationMs, RATE_HZ, slice } from './sound.ts';

/** What one tap heard. */
export interface Heard extends Sound {
  /**
   * How much of the sound the recorder itself lost, estimated from its chunks' times of arrival: some milliseconds
   * are the clock's noise; more means that the machine was too busy to measure anything.
   */
  readonly lostMs: number;
}

export interface Recording {
  /** What the tap on this sink heard in the last `ms` milliseconds (less, when it runs for less). */
  latest(sink: string, ms: number): Sound;
  /** Where this moment will be in what {@link stop} returns, ms. What is heard now comes a little later there. */
  nowMs(): number;
  /** Ends all taps and returns, in the order of the sinks, what was heard over the stretch they have in common. */
  stop(): Promise<readonly Heard[]>;
}

/**
 * Records what is played into these sinks, each as one channel at 48 kHz, kept in memory (6 MB a minute). Resolves
 * once all taps deliver sound, so whatever is played from then on is in all of them.
 *
 * The recordings are aligned by the clock: chunk for chunk, *arrival minus sound so far* is the moment at which
 * the tap began plus a delay, and the least of these is the moment plus the same delay for every tap.
 */
export async function record(
  pulse: Pulse,
  sinks: readonly string[],
  options: { /** Only one side; default: both, mixed. */ readonly side?: Side } = {},
): Promise<Recording> {
  const taps = sinks.map((sink) => new Tap(pulse, sink, options.side));
  const stopAll = (): Promise<unknown> => Promise.all(taps.map((tap) => tap.stop()));
  try {
    await Promise.all(taps.map((tap) => tap.flowing));
  } catch (error) {
    await stopAll();
    throw error;
  }
  const beginMs = (): number => Math.max(...taps.map((tap) => tap.beganMs()));
  return {
    nowMs: () => performance.now() - beginMs(),
    latest(sink, ms) {
      const tap = taps.find((candidate) => candidate.sink === sink);
      if (!tap) throw new Error(`No tap on ${sink}`);
      return tap.latest(ms);
    },
    async stop() {
      await stopAll();
      const fromMs = beginMs();
      const parts = taps.map((tap) => ({ tap, sound: slice(tap.all(), fromMs - tap.beganMs()) }));
      const lengthMs = Math.min(...parts.map(({ sound }) => durationMs(sound)));
      return parts.map(({ tap, sound }) => {
        const { samples, rateHz } = slice(sound, 0, lengthMs);
        return { samples, rateHz, lostMs: tap.lostMs() };
      });
    },
  };
}

/** A part of what a tap heard; negative times count from the end. */
export const partOf = (heard: Heard, fromMs: number, toMs?: number): Heard => ({
  ...slice(heard, fromMs, toMs),
  lostMs: heard.lostMs,
});

interface Chunk {
  readonly bytes: Buffer;
  /** Arrival minus the length of all sound up to this chunk's end, in milliseconds of this process's clock. */
  readonly beganMs: number;
}

class Tap {
  readonly sink: string;
  /** Resolves with the first sound (be it silence), rejects when the recorder ends before. */
  readonly flowing: Promise<void>;
  readonly #chunks: Chunk[] = [];
  readonly #recorder: Child;
  #byteCount = 0;

  constructor(pulse: Pulse, sink: string, side?: Side) {
    this.sink = sink;
    this.#recorder = startChild(
      'parec',
      [
        '--raw',
        '-d',
        `${sink}.monitor`,
        `--rate=${RATE_HZ}`,
        '--channels=1',
        ...sideMap(side),
        '--format=s16le',
        '--latency-msec=20',
      ],
      { env: { ...process.env, ...pulse.env, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.flowing = new Promise((done, fail) => {
      this.#recorder.process.stdout?.on('data', (bytes: Buffer) => {
        this.#byteCount += bytes.length;
        this.#chunks.push({ bytes, beganMs: performance.now() - bytesToMs(this.#byteCount) });
        done();
      });
      void this.#recorder.exited.then(() =>
        fail(new Error(`Recording ${sink} failed: ${this.#recorder.errors().trim()}`)),
      );
    });
    this.flowing.catch(() => undefined); // awaited by whoever started the tap
  }

  latest(ms: number): Sound {
    const wanted = msToBytes(ms);
    const recent: Buffer[] = [];
    let length = 0;
    for (let i = this.#chunks.length - 1; i >= 0 && length < wanted; i -= 1) {
      const { bytes } = this.#chunks[i] ?? { bytes: Buffer.alloc(0) };
      recent.unshift(bytes);
      length += bytes.length;
    }
    const sound = toSound(recent);
    return sound.samples.length * 2 > wanted ? slice(sound, -ms) : sound;
  }

  all(): Sound {
    return toSound(this.#chunks.map((chunk) => chunk.bytes));
  }

  beganMs(): number {
    return earliest(this.#chunks);
  }

  lostMs(): number {
    const half = Math.floor(this.#chunks.length / 2);
    const drift = earliest(this.#chunks.slice(half)) - earliest(this.#chunks.slice(0, half));
    return this.#chunks.length < 4 ? 0 : Math.max(0, drift);
  }

  async stop(): Promise<void> {
    await this.#recorder.stop();
  }
}

function earliest(chunks: readonly Chunk[]): number {
  return chunks.reduce((least, chunk) => Math.min(least, chunk.beganMs), Infinity);
}

/** A pipe may cut a sample in two, so the bytes are joined first. */
function toSound(chunks: readonly Buffer[]): Sound {
  const bytes = Buffer.concat(chunks);
  const samples = new Int16Array(Math.floor(bytes.length / 2));
  for (let i = 0; i < samples.length; i += 1) samples[i] = bytes.readInt16LE(i * 2);
  return { samples, rateHz: RATE_HZ };
}

const bytesToMs = (bytes: number): number => (bytes * 1000) / 2 / RATE_HZ;
const msToBytes = (ms: number): number => Math.round((ms * RATE_HZ) / 1000) * 2;
