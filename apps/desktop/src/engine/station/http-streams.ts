import { WebmStreams } from '@mauzin/media';
import type { LiveStreams } from '@mauzin/signal';

/** The broadcast over HTTP, as the service inside serves it: it has one station's sound, whichever is asked for. */
export class HttpStreams extends WebmStreams implements LiveStreams {
  readonly route = 'direct';

  available(): boolean {
    return true;
  }
}
