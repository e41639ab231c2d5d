import type { AskedId } from './peerjs-id.ts';
import { type Heard, openPeerJsSocket } from './peerjs-socket.ts';
import type { RawSocket } from './raw-socket.ts';
import { type Guest, turn, type Turn } from './side.ts';

/** An id that the server gave, or one of the client's own, for which nothing was asked. */
export type PeerJsId = AskedId | { readonly id: string; readonly connection: null };

/** @param letIn fails when the socket closes before it is done */
export function openPeerJsGuest(
  port: number,
  { connection, id }: PeerJsId,
  letIn: Turn,
  onHeard: (socket: RawSocket, heard: Heard) => void,
): Guest {
  const gone = turn();
  const socket = openPeerJsSocket({
    port,
    id,
    onHeard: (heard) => onHeard(socket, heard),
    onClose: (why) => {
      letIn.fail(why);
      gone.done();
    },
  });
  return {
    leave: () => {
      connection?.destroy();
      socket.close();
      return gone.promise;
    },
  };
}
