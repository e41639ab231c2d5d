import type { LiveReader, LiveSink, WebmWish } from '@mauzin/media/light';
import type { Route } from '@mauzin/shared';

/** What a player asks for. Where there is no saver, the normal rendition comes. */
export interface LiveWish extends WebmWish {
  readonly station: string;
}

/** The sound of stations as endless WebM, made in this process. */
export interface LiveStreams {
  /** From the desktop itself, or by the relay. */
  readonly route: Route;
  /** Whether there is a stream whenever this station is on the air. Does not change while the service runs. */
  available(station: string): boolean;
  /** Null: no more room. What is written while this call lasts counts as well. */
  open(wish: LiveWish, sink: LiveSink): LiveReader | null;
}
