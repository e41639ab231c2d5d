import type { Better, FigureInfo, Goal, Unit } from './report.ts';

/** How a bench describes its figures: whoever adds one has to say its unit, and which way it is better. */
const figureThatIs =
  (better: Better) =>
  (unit: Unit, meaning: string, goal?: Goal): FigureInfo => ({
    unit,
    better,
    meaning,
    ...(goal === undefined ? {} : { goal }),
  });

export const lowerIsBetter = figureThatIs('lower');
export const higherIsBetter = figureThatIs('higher');
/** A baseline, or what else helps to understand the others: shown, and never judged. */
export const forContext = figureThatIs('context');
