import { candidateKind, withCandidates } from '@mauzin/media/light';
import { limits } from '@mauzin/shared';

import type { ListenerSays } from '../../room/room-types.ts';

/**
 * A listener's message without the addresses at which nobody may be called because of it: the desktop, or whoever gets the message, sends
 * checks to each address that a listener names as its own (RFC 8445 §19.5.1). Null: nothing is left to be passed on.
 * @param address where the listener's socket comes from, as `AddressOf` tells. Only who is on this machine itself may name loopback.
 */
export function withOwnAddresses(message: ListenerSays, address: string): ListenerSays | null {
  if (message.type === 'candidate') {
    const { candidate } = message.candidate;
    // Empty: the end of candidates.
    return candidate === '' || mayName(candidate, address) ? message : null;
  }
  if (message.type !== 'answer') return message;
  let named = 0;
  const sdp = withCandidates(message.sdp, (candidate) => {
    if (named >= limits.usedCandidates || !mayName(candidate, address)) return false;
    named += 1;
    return true;
  });
  return sdp === message.sdp ? message : { ...message, sdp };
}

function mayName(candidate: string, address: string): boolean {
  const kind = candidateKind(candidate);
  if (kind === 'loopback') return isHere(address);
  return kind !== 'malformed' && kind !== 'forbidden';
}

/** ::1 is told apart by its network alone, in which nobody else is. */
const isHere = (address: string): boolean => address.startsWith('127.') || address === '0:0:0:0::/64';
