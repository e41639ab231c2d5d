/** One side of a stereo sink. */
export type Side = 'left' | 'right';

/** PulseAudio's option for a stream of one channel that stands on one side; without a side it is in the middle. */
export const sideMap = (side: Side | undefined): string[] =>
  side === undefined ? [] : [`--channel-map=front-${side}`];
