import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

import type { PulsePort } from './desks.ts';

const run = promisify(execFile);
/** Longest that the server may take for an answer, ms. */
const patienceMs = 5_000;
const rateHz = 8_000;
/** Frames of one reading: ten a second. */
const readingFrames = rateHz / 10;
const bytesPerSample = 2;
/** In the language C its words are the ones that we know, and its names stay as they are. */
const env = { ...process.env, LC_ALL: 'C' };

/** The sound server by its own programs; PipeWire has them too (`pulseaudio-utils`). Null on other systems. */
export function openPulse(): PulsePort | null {
  if (process.platform !== 'linux') return null;
  return {
    async pactl(...args) {
      const { stdout } = await run('pactl', args, { env, timeout: patienceMs, maxBuffer: 8 * 1024 * 1024 });
      return stdout;
    },
    measure({ channelMap, name }, onPeaks) {
      const channels = channelMap.length;
      const child = spawn(
        'parec',
        [
          '--raw',
          `--device=${name}`,
          '--format=s16le',
          `--rate=${rateHz}`,
          `--channels=${channels}`,
          `--channel-map=${channelMap.join(',')}`,
          '--no-remix',
          '--latency-msec=100',
        ],
        { env, stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const peaks = new PeakReader(channels, onPeaks);
      child.stdout.on('data', (bytes: Buffer) => peaks.take(bytes));
      // A program that is not there: no meter moves, and channels can be chosen all the same.
      child.on('error', () => undefined);
      return { close: () => void child.kill() };
    },
  };
}

/** Finds the highest sample of each channel in a stream of interleaved samples, of any chunks. */
export class PeakReader {
  readonly #onPeaks: (peaks: readonly number[]) => void;
  readonly #channels: number;
  #peaks: number[];
  #frames = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(channels: number, onPeaks: (peaks: readonly number[]) => void) {
    this.#channels = channels;
    this.#onPeaks = onPeaks;
    this.#peaks = this.#none();
  }

  take(bytes: Buffer): void {
    const all = Buffer.concat([this.#rest, bytes]);
    const frameBytes = this.#channels * bytesPerSample;
    const whole = all.length - (all.length % frameBytes);
    for (let at = 0; at < whole; at += frameBytes) this.#frame(all, at);
    this.#rest = all.subarray(whole);
  }

  #frame(all: Buffer, at: number): void {
    for (let channel = 0; channel < this.#channels; channel += 1) {
      const sample = Math.abs(all.readInt16LE(at + channel * bytesPerSample)) / 32_768;
      if (sample > (this.#peaks[channel] ?? 0)) this.#peaks[channel] = sample;
    }
    this.#frames += 1;
    if (this.#frames < readingFrames) return;
    this.#onPeaks(this.#peaks);
    this.#peaks = this.#none();
    this.#frames = 0;
  }

  #none(): number[] {
    return Array.from({ length: this.#channels }, () => 0);
  }
}
