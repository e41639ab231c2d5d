import type { HttpStream } from '../core/session-options.ts';
import { canFeed } from './live-feed.ts';

/**
 * The live stream of a station, as this page can play it.
 * @param feeds whether the page fetches it; else the element does, and wants it filled up, or it falls seconds behind
 */
export function liveStream(
  slug: string,
  element: Pick<HTMLMediaElement, 'canPlayType'>,
  feeds = canFeed(),
): HttpStream {
  return {
    // `probably` or `maybe`; WebKit before iOS 17.4 says neither.
    canPlay: feeds || element.canPlayType('audio/webm; codecs="opus"') !== '',
    url: (rendition, ticket) => {
      const query = new URLSearchParams({ rendition, ticket, ...(feeds ? {} : { filled: '1' }) });
      return `/live/${encodeURIComponent(slug)}.webm?${query.toString()}`;
    },
  };
}
