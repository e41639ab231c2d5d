import type { ClockPort } from '@mauzin/shared';

import { loadWorklets } from '../worklets/load-worklets.ts';
import { endProcessor, type FromLimiter, limiterProcessor, type ToLimiter } from '../worklets/messages.ts';
import { afterRunning } from './after-running.ts';
import { stereoGain } from './stereo-matrix.ts';

/** `missing`: the limiter is not loaded yet and should be, cannot be loaded, or broke; the mix flows without it. */
export type LimiterState = 'loading' | 'ready' | 'missing';

/** How long the way through the limiter and the way past it are both heard, s. */
const crossfadeS = 0.02;
/**
 * When the graph has run for so long, ms, without the limiter, it is said to be missing: loading takes some tens of ms. It is put in all
 * the same when it comes.
 */
const patienceMs = 5_000;

/**
 * The safety limiter's place in the graph. Sound never waits for it: it passes by until the limiter is loaded, and again
 * when it breaks.
 */
export class MixerLimiter {
  readonly input: GainNode;
  readonly output: GainNode;
  readonly #context: BaseAudioContext;
  readonly #past: GainNode;
  readonly #through: GainNode;
  readonly #onState: (state: LimiterState) => void;
  readonly #stopWaiting: () => void;
  #node: AudioWorkletNode | null = null;
  #state: LimiterState = 'loading';
  #on = true;
  #inUse = false;
  #closed = false;
  /** What the limiter takes away now, dB, 0 or more. */
  reductionDb = 0;

  constructor(context: BaseAudioContext, clock: ClockPort, onState: (state: LimiterState) => void) {
    this.#context = context;
    this.#onState = onState;
    this.input = stereoGain(context);
    this.output = stereoGain(context);
    this.#past = stereoGain(context);
    this.#through = stereoGain(context, 0);
    this.input.connect(this.#past).connect(this.output);
    this.#through.connect(this.output);
    this.#stopWaiting = afterRunning(context, clock, patienceMs, () => this.#set('missing'));
    void this.#start();
  }

  get state(): LimiterState {
    return this.#state;
  }

  set on(on: boolean) {
    this.#on = on;
    this.#node?.port.postMessage({ type: 'switch', on } satisfies ToLimiter);
  }

  close(): void {
    this.#closed = true;
    this.#stopWaiting();
    this.#node?.port.postMessage(endProcessor satisfies ToLimiter);
    this.#node?.disconnect();
    this.input.disconnect();
  }

  async #start(): Promise<void> {
    const loaded = await loadWorklets(this.#context);
    if (this.#closed) return;
    if (loaded) return this.#insert();
    this.#stopWaiting();
    this.#set('missing');
  }

  #insert(): void {
    const node = new AudioWorkletNode(this.#context, limiterProcessor, {
      channelCount: 2,
      channelCountMode: 'explicit',
      outputChannelCount: [2],
    });
    node.port.onmessage = ({ data }: MessageEvent<FromLimiter>) => this.#hear(data);
    node.onprocessorerror = () => this.#broke();
    this.#node = node;
    this.on = this.#on;
    this.input.connect(node).connect(this.#through);
  }

  /** The limiter's first word says that it runs, and that its look-ahead is full: now it can take over without a gap. */
  #hear({ reductionDb }: FromLimiter): void {
    if (this.#closed) return;
    this.reductionDb = reductionDb;
    if (this.#inUse) return;
    this.#inUse = true;
    this.#turn(this.#through, this.#past);
    this.#stopWaiting();
    this.#set('ready');
  }

  /** A processor that threw is silent for ever. */
  #broke(): void {
    if (this.#closed) return;
    this.reductionDb = 0;
    this.#stopWaiting();
    this.#node?.disconnect();
    if (this.#inUse) this.#turn(this.#past, this.#through);
    this.#set('missing');
  }

  /** Exactly from one to nothing and from nothing to one, so that nothing of the other way is left. */
  #turn(to: GainNode, from: GainNode): void {
    const now = this.#context.currentTime;
    for (const [{ gain }, start, end] of [
      [to, 0, 1],
      [from, 1, 0],
    ] as const) {
      gain.cancelScheduledValues(now);
      gain.setValueAtTime(start, now);
      gain.linearRampToValueAtTime(end, now + crossfadeS);
    }
  }

  #set(state: LimiterState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#onState(state);
  }
}
