import type { Heard } from '../pages/listening.ts';

/** Several listeners of the same kind, at the beginning of the stretch measured and at its end. */
export interface Stretch {
  readonly before: readonly Heard[];
  readonly after: readonly Heard[];
}

interface Sums {
  readonly concealed: number;
  readonly lost: number;
}

/**
 * Of all samples that the listeners played in the stretch, the share that was made up because nothing had arrived in time
 * (`concealedSamples`, silent ones included), and of all packets sent the share that did not arrive.
 * @throws when a listener played less than half of the stretch's time: it heard nothing that could be judged
 */
export function sharesOf({ before, after }: Stretch, seconds: number): Sums {
  const totals = { samples: 0, concealed: 0, received: 0, lost: 0 };
  for (const end of after) {
    const begin = before.find(({ id }) => id === end.id);
    if (begin === undefined) throw new Error(`listener ${end.id} came too late`);
    const samples = end.samples - begin.samples;
    if (samples < seconds * 24_000) throw new Error(`listener ${end.id} played only ${samples} samples`);
    totals.samples += samples;
    totals.concealed += end.concealedSamples - begin.concealedSamples;
    totals.received += end.packetsReceived - begin.packetsReceived;
    totals.lost += end.packetsLost - begin.packetsLost;
  }
  return {
    concealed: totals.concealed / totals.samples,
    lost: totals.lost / (totals.received + totals.lost),
  };
}
