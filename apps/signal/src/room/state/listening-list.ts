import { limits, type ServiceToBroadcaster } from '@mauzin/shared';

export type Listening = Extract<ServiceToBroadcaster, { type: 'welcome' }>['listening'];

/** What the rest of a welcome (station, ICE servers) may take of a frame, in bytes. */
const restOfWelcomeBytes = 24 * 1024;

/**
 * Splits the list of who wants sound: `first` fits into a welcome, since two thousand listeners are more than one frame may
 * hold. The `rest` follows the welcome, one `listen` each.
 */
export function fitListening(listening: Listening): { first: Listening; rest: Listening } {
  let left = limits.frameBytes - restOfWelcomeBytes;
  const fits = listening.findIndex((one) => {
    left -= JSON.stringify(one).length + 1; // ids are ASCII
    return left < 0;
  });
  if (fits < 0) return { first: listening, rest: [] };
  return { first: listening.slice(0, fits), rest: listening.slice(fits) };
}
