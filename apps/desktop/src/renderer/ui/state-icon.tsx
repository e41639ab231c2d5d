import type { AirStatusName } from '@mauzin/desktop-contract';

/** One drawing for each state, in a box of 24 by 24: colour never speaks alone. */
const drawings: Record<AirStatusName, string> = {
  /** A square: at rest. */
  off: 'M7 7h10v10H7z',
  /** A clock's hands. */
  starting: 'M12 6v6l4 2',
  /** Sound. */
  live: 'M4 10v4M8 7v10M12 4v16M16 7v10M20 10v4',
  /** Sound that is none. */
  silent: 'M3 12h18',
  /** An exclamation mark. */
  degraded: 'M12 5v9M12 18.6v.4',
  /** Arrows around. */
  recovering: 'M5 9a8 8 0 0 1 14 0M19 4v5h-5M19 15a8 8 0 0 1-14 0M5 20v-5h5',
  /** Sinking. */
  stopping: 'M12 5v13M6 13l6 6 6-6',
  failed: 'M6 6l12 12M18 6L6 18',
};

/** The strokes of a state's icon, to be set into an svg. */
export const StateIcon = ({ state }: { readonly state: AirStatusName }) => (
  <path className="state-icon" d={drawings[state]} />
);
