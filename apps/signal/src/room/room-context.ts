import type { ListenerBook } from './listener-book.ts';
import type { Outbox } from './outbox.ts';
import type { RoomSetup } from './room-types.ts';
import type { Seat } from './seat.ts';

/** What the parts of one room share. */
export interface RoomContext {
  readonly setup: RoomSetup;
  readonly seat: Seat;
  readonly book: ListenerBook;
  readonly out: Outbox;
  /** Of the event that is being handled, monotonic. */
  atMs: number;
}
