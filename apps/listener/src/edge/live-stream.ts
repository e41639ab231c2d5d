import type { HttpStream } from '../core/session-options.ts';
import { canFeed } from './live-feed.ts';

/**
 * The live stream of a station, as this page can play it. Not asked for filled up, at three times the data: only Chromium
 * needs that where its element fetches the stream, and there the page does.
 */
export function liveStream(slug: string, element: Pick<HTMLMediaElement, 'canPlayType'>): HttpStream {
  return {
    // `probably` or `maybe`; WebKit before iOS 17.4 says neither.
    canPlay: canFeed() || element.canPlayType('audio/webm; codecs="opus"') !== '',
    url: (rendition, ticket) =>
      `/live/${encodeURIComponent(slug)}.webm?rendition=${rendition}${ticket ? `&ticket=${encodeURIComponent(ticket)}` : ''}`,
  };
}
