import type { HttpStream } from '../core/session-options.ts';

/** The live stream of a station, as this page's element can play it. */
export function liveStream(slug: string, element: Pick<HTMLMediaElement, 'canPlayType'>): HttpStream {
  return {
    // `probably` or `maybe`; WebKit before iOS 17.4 says neither.
    canPlay: element.canPlayType('audio/webm; codecs="opus"') !== '',
    url: (rendition, ticket) =>
      `/live/${encodeURIComponent(slug)}.webm?${new URLSearchParams({ rendition, ticket }).toString()}`,
  };
}
