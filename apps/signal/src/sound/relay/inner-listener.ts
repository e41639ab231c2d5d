import type { Rendition } from '@mauzin/shared';

import type { HearsOfListener, SaysToListener, UplinkHears, UplinkSays } from './contracts.ts';

/** The id of a further process among the listeners of a station's home process. No service gives a peer such an id. */
export const innerPeer = (process: number, rendition: Rendition): string => `inner-${process}-${rendition}`;

const pattern = /^inner-(\d+)-(normal|saver)$/;

/** The process and rendition behind such an id. Null: a listener from outside. */
export function innerOf(peer: string): { readonly process: number; readonly rendition: Rendition } | null {
  const [, process, rendition] = pattern.exec(peer) ?? [];
  if (process === undefined) return null;
  return { process: Number(process), rendition: rendition === 'saver' ? 'saver' : 'normal' };
}

/** Turns what a further process's uplink says into what the home process hears. */
export const saidByInner = (listener: string, message: UplinkSays): HearsOfListener =>
  message.type === 'listen' ? { ...message, listener, uplink: true } : { ...message, listener };

/** Turns what the home process says into what the uplink hears. Null: nothing for it; an uplink that is refused asks again by itself. */
export function heardByInner(message: SaysToListener): UplinkHears | null {
  switch (message.type) {
    case 'offer': {
      const { connection, rendition = 'normal', sdp } = message;
      return { type: 'offer', connection, route: 'relay', rendition, sdp };
    }
    case 'candidate':
      return { type: 'candidate', connection: message.connection, candidate: message.candidate };
    case 'closed':
      return { type: 'closed', connection: message.connection };
    case 'refuse':
    case 'reached':
      return null;
  }
}
