import { namedRendition, type ServiceToBroadcaster, type ServiceToListener } from '@mauzin/shared';

import type { ListenerBook } from './listener-book.ts';
import type { BroadcasterSays, ListenerSays } from './room-types.ts';

export type ForListener = Extract<BroadcasterSays, { type: 'offer' | 'candidate' | 'closed' | 'refuse' }>;
export type ForBroadcaster = Extract<ListenerSays, { type: 'answer' | 'candidate' | 'closed' | 'health' }>;

/** What a listener is told when its broadcaster says `message`; null when it must not or need not be. */
export function relayToListener(book: ListenerBook, message: ForListener): ServiceToListener | null {
  const peer = message.listener;
  // An unwanted one may have been offered sound before its `unlisten` had arrived there.
  if (book.get(peer)?.sound.name !== 'wanted') return null;
  switch (message.type) {
    case 'offer': {
      const { connection, rendition, sdp } = message;
      book.addConnection(peer, connection);
      return { type: 'offer', connection, route: 'direct', ...namedRendition(rendition), sdp };
    }
    case 'candidate': {
      const { connection, candidate } = message;
      book.addConnection(peer, connection);
      if (!book.takeCandidate(peer, connection, 'from-broadcaster')) return null;
      return { type: 'candidate', connection, candidate };
    }
    case 'closed':
      book.dropConnection(peer, message.connection);
      return { type: 'closed', connection: message.connection };
    case 'refuse':
      book.setSound(peer, { name: 'unwanted' });
      return { type: 'error', code: message.code };
  }
}

/**
 * What the broadcaster is told when a listener says `message`; null when it must not be. Only of connections that were
 * offered or are held: else a peer could have candidates counted anew under ever new names.
 * @param reachable whether the broadcaster is there to be told
 */
export function relayToBroadcaster(
  book: ListenerBook,
  peer: string,
  message: ForBroadcaster,
  reachable: boolean,
): ServiceToBroadcaster | null {
  if (message.type === 'health') {
    const { connection } = message.report;
    // Over HTTP there is no connection to know.
    if (connection !== null && !book.hasConnection(peer, connection)) return null;
    return { type: 'health', listener: peer, report: message.report };
  }
  const { connection } = message;
  if (!book.hasConnection(peer, connection)) return null;
  switch (message.type) {
    case 'answer':
      // An answer that nobody got holds nothing: the broadcaster will offer again when it is back.
      if (reachable) book.hold(peer, connection);
      return { type: 'answer', listener: peer, connection, sdp: message.sdp };
    case 'candidate':
      if (!book.takeCandidate(peer, connection, 'from-listener')) return null;
      return { type: 'candidate', listener: peer, connection, candidate: message.candidate };
    case 'closed':
      book.dropConnection(peer, connection);
      return { type: 'closed', listener: peer, connection };
  }
}
