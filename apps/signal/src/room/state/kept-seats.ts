/** The last fifth of the seats is kept for networks that have fewer than so many: a carrier's NAT and a second hall are honest, too. */
const openShare = 4 / 5;
const fewSeats = 20;

/** How seats are taken: all of them, and by one network. */
interface Seats {
  readonly taken: number;
  readonly most: number;
  readonly ofNetwork: number;
  /** The broadcaster's own network may have all of them. */
  readonly isHome: boolean;
}

/** Whether one more listener of a network may have a seat. Pure. */
export const hasSeat = ({ isHome, most, ofNetwork, taken }: Seats): boolean =>
  taken < most && (isHome || ofNetwork < fewSeats || taken < most * openShare);
