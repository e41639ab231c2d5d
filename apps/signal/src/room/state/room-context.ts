import type { Rendition } from '@mauzin/shared';

import type { ListenerBook } from './listener-book.ts';
import type { EffectList } from './effect-list.ts';
import type { RoomSetup } from '../room-types.ts';
import type { Seat } from './seat.ts';

/** What the parts of one room share. */
export interface RoomContext {
  readonly setup: RoomSetup;
  readonly seat: Seat;
  readonly book: ListenerBook;
  readonly out: EffectList;
  /** The time of the event that is being handled, monotonic, ms. */
  atMs: number;
  /** Whether listeners can choose the saver, as the last broadcaster said. */
  hasSaver: boolean;
  /** Whether there is a relay to send messages to: not before the broadcaster has been here once. */
  hasRelay: boolean;
}

/** The renditions to choose from, told only where there is a choice. Made here: a broadcaster's own list goes to nobody. */
export const choiceOf = ({ hasSaver }: RoomContext): { renditions?: Rendition[] } =>
  hasSaver ? { renditions: ['normal', 'saver'] } : {};
