import type { ChannelPick } from '@mauzin/desktop-contract';

/** How fast a gain follows, s: quick to the ear, but without a click. */
export const glideS = 0.015;

/** The gain from each side to each side. */
interface Weights {
  readonly leftToLeft: number;
  readonly leftToRight: number;
  readonly rightToLeft: number;
  readonly rightToRight: number;
}

const weights: Record<ChannelPick, Weights> = {
  stereo: { leftToLeft: 1, leftToRight: 0, rightToLeft: 0, rightToRight: 1 },
  left: { leftToLeft: 1, leftToRight: 1, rightToLeft: 0, rightToRight: 0 },
  right: { leftToLeft: 0, leftToRight: 0, rightToLeft: 1, rightToRight: 1 },
  mono: { leftToLeft: 0.5, leftToRight: 0.5, rightToLeft: 0.5, rightToRight: 0.5 },
};
const paths = [
  ['leftToLeft', 0, 0],
  ['leftToRight', 0, 1],
  ['rightToLeft', 1, 0],
  ['rightToRight', 1, 1],
] as const satisfies readonly (readonly [keyof Weights, number, number])[];

/** Two channels in, two out, and what of the one goes to the other. A mono input is on both sides. Changes glide. */
export class StereoMatrix {
  readonly input: GainNode;
  readonly output: ChannelMergerNode;
  readonly #context: BaseAudioContext;
  readonly #gains = new Map<keyof Weights, GainNode>();

  constructor(context: BaseAudioContext, pick: ChannelPick) {
    this.#context = context;
    this.input = stereoGain(context);
    this.output = new ChannelMergerNode(context, { numberOfInputs: 2 });
    const sides = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    this.input.connect(sides);
    for (const [path, from, to] of paths) {
      const gain = new GainNode(context, { gain: weights[pick][path] });
      this.#gains.set(path, gain);
      sides.connect(gain, from);
      gain.connect(this.output, 0, to);
    }
  }

  set(pick: ChannelPick): void {
    for (const [path, { gain }] of this.#gains) {
      gain.setTargetAtTime(weights[pick][path], this.#context.currentTime, glideS);
    }
  }
}

/** A gain that always has two channels; what is mono goes to both. */
export function stereoGain(context: BaseAudioContext, gain = 1): GainNode {
  return new GainNode(context, { gain, channelCount: 2, channelCountMode: 'explicit' });
}
