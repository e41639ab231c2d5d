import type { FigureInfos } from './report.ts';

/** What a bench says of itself, without measuring: `pnpm bench NAME --describe`. */
export interface Description {
  readonly bench: string;
  readonly figures: FigureInfos;
  /** Options with which the bench is run for every change; null: it is not run for those. */
  readonly quick: Readonly<Partial<Record<string, number>>> | null;
  /** About how long the bench takes with the options given; and with the quick ones in their place. */
  readonly takesSeconds: number;
  readonly quickSeconds: number | null;
  /** Why it cannot run on this machine; null where it can. */
  readonly whyNot: string | null;
}
