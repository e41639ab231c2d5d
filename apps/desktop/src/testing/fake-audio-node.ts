/** The ground of the fake Web Audio graph: what all its nodes have in common. */

/** Frames that are rendered at once (Web Audio API §1.1.4). */
export const block = 128;
export const rate = 48_000;

export type Channels = readonly Float32Array[];
export const silence = (): Channels => [new Float32Array(block), new Float32Array(block)];

type Course = (value: number, time: number) => number;
const still: Course = (value) => value;

/** A glide or a ramp from where the value is, sample by sample (Web Audio API §1.6.3). */
export class FakeParam {
  value: number;
  #course = still;

  constructor(value: number) {
    this.value = value;
  }

  setTargetAtTime(target: number, from: number, constant: number): void {
    const share = 1 - Math.exp(-1 / (constant * rate));
    const before = this.#course;
    this.#course = (value, time) => (time < from ? before(value, time) : value + (target - value) * share);
  }

  setValueAtTime(value: number): void {
    this.value = value;
    this.#course = still;
  }

  linearRampToValueAtTime(end: number, endTime: number): void {
    this.#course = (value, time) =>
      time >= endTime - 1 / rate ? end : value + (end - value) / ((endTime - time) * rate);
  }

  cancelScheduledValues(): void {
    this.#course = still;
  }

  next(time: number): number {
    this.value = this.#course(this.value, time);
    return this.value;
  }
}

/** What a node knows of the context that it is in. */
export interface FakeAudioClock {
  /** The first frame of the block that is being rendered. */
  readonly frame: number;
  /** s */
  readonly currentTime: number;
  readonly nodes: Set<FakeNode>;
  /** Processors throw from now on. */
  readonly broken: boolean;
}

interface Connection {
  readonly from: FakeNode;
  readonly output: number;
  readonly input: number;
}

export abstract class FakeNode {
  readonly context: FakeAudioClock;
  readonly #inputs: Connection[] = [];
  readonly #targets = new Set<FakeNode>();
  #renderedFrame = -1;
  #outputs: readonly Channels[] = [];

  constructor(context: FakeAudioClock) {
    this.context = context;
    context.nodes.add(this);
  }

  /** How many things can be connected to it. */
  protected get inputs(): number {
    return 1;
  }

  /** As the real one: an input must exist, and the same connection again is none. */
  connect<N extends FakeNode>(to: N, output = 0, input = 0): N {
    if (input >= to.inputs) throw new Error(`IndexSizeError: there is no input ${input}`);
    if (to.#inputs.some((one) => one.from === this && one.output === output && one.input === input))
      return to;
    to.#inputs.push({ from: this, output, input });
    this.#targets.add(to);
    return to;
  }

  /** From all nodes, from one, or from one input of one. */
  disconnect(to?: FakeNode, output?: number, input?: number): void {
    if (to && !this.#targets.has(to)) throw new Error('InvalidAccessError: not connected');
    const isCut = (one: Connection): boolean =>
      one.from === this && (output ?? one.output) === one.output && (input ?? one.input) === one.input;
    for (const target of to ? [to] : this.#targets) {
      if (!target.#inputs.some(isCut)) throw new Error('InvalidAccessError: not connected so');
      const kept = target.#inputs.filter((one) => !isCut(one));
      target.#inputs.splice(0, Infinity, ...kept);
      if (kept.every(({ from }) => from !== this)) this.#targets.delete(target);
    }
  }

  /** How many nodes it leads to. */
  get leadsTo(): number {
    return this.#targets.size;
  }

  /** What leaves one of its outputs in this block. */
  pull(output: number): Channels {
    if (this.#renderedFrame !== this.context.frame) {
      this.#renderedFrame = this.context.frame;
      this.#outputs = this.render();
    }
    return this.#outputs[output] ?? silence();
  }

  protected isConnected(input: number): boolean {
    return this.#inputs.some((one) => one.input === input);
  }

  /** What flows into one of its inputs: a single channel goes to both sides. */
  protected mixed(input = 0): Channels {
    const sum = [new Float32Array(block), new Float32Array(block)];
    for (const connection of this.#inputs.filter((one) => one.input === input)) {
      const channels = connection.from.pull(connection.output);
      for (const [side, samples] of sum.entries()) {
        const added = channels[side] ?? channels[0];
        if (!added) continue;
        for (let index = 0; index < block; index += 1)
          samples[index] = (samples[index] ?? 0) + (added[index] ?? 0);
      }
    }
    return sum;
  }

  protected abstract render(): readonly Channels[];
}
