import type { ScreenState } from '../screen-state.ts';

/** One drawing for each state, in a box of 24 by 24: colour never speaks alone. */
const drawings: Record<ScreenState, string> = {
  off: 'M7 7h10v10H7z',
  starting: 'M12 6v6l4 2',
  live: 'M4 10v4M8 7v10M12 4v16M16 7v10M20 10v4',
  silent: 'M4 12h16M12 5v2M12 17v2',
  reconnecting: 'M5 9a8 8 0 0 1 14 0M19 4v5h-5M19 15a8 8 0 0 1-14 0M5 20v-5h5',
  failed: 'M6 6l12 12M18 6L6 18',
};

/** The strokes of a state's icon, to be set into an svg. */
export const StateIcon = ({ state }: { readonly state: ScreenState }) => (
  <path className="state-icon" d={drawings[state]} />
);
