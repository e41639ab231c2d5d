import { limits, namedRendition, type ServiceToBroadcaster } from '@mauzin/shared';

import type { Listener } from './listener-book.ts';

type Listening = Extract<ServiceToBroadcaster, { type: 'welcome' }>['listening'];

/** What the rest of a welcome (station, ICE servers) may take of a frame, in bytes. */
const restOfWelcomeBytes = 24 * 1024;

/**
 * Who wants sound, as much of it as fits into a welcome: two thousand listeners are more than one frame may hold. The
 * rest follows it, one `listen` each.
 */
export function fitListening(listeners: readonly Listener[]): { first: Listening; rest: Listening } {
  const first: Listening = [];
  const rest: Listening = [];
  let left = limits.frameBytes - restOfWelcomeBytes;
  for (const { peer, sound } of listeners) {
    if (sound.name !== 'wanted') continue;
    const one = { listener: peer, connection: sound.held, ...namedRendition(sound.rendition) };
    left -= JSON.stringify(one).length + 1; // ids are ASCII
    (left >= 0 ? first : rest).push(one);
  }
  return { first, rest };
}
