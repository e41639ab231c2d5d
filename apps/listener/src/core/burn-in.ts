/** px to the right and down. */
export interface Shift {
  readonly x: number;
  readonly y: number;
}

const across = { steps: 8, reachPx: 8 };
/** Of another length than `across`, so that the two together visit many places before they repeat. */
const down = { steps: 10, reachPx: 10 };

/**
 * Where everything stands in this minute, so that no line burns into a screen that shows the same for months: at most
 * 8 px across and 10 px down from the middle, and 8 px from where it stood a minute before. Pure.
 * @param minute any whole number that grows by one a minute
 */
export function shiftAt(minute: number): Shift {
  return { x: swing(minute, across), y: swing(minute, down) };
}

/** To and fro in equal steps: 0, up to the reach, down to the other side, and back. */
function swing(minute: number, { steps, reachPx }: typeof across): number {
  const at = ((minute % steps) + steps) % steps;
  const step = (reachPx * 4) / steps;
  const quarter = steps / 4;
  if (at <= quarter) return at * step;
  if (at <= 3 * quarter) return (2 * quarter - at) * step;
  return (at - steps) * step;
}
