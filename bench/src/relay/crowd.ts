import { protocolVersion, type ServiceToListener } from '@mauzin/shared';
import nodeDataChannel, { type PeerConnection } from 'node-datachannel';
import { WebSocket } from 'ws';

import { within } from '../fan-out/receivers.ts';
import { count, emptyTally, rtpSequence, type Tally } from '../fan-out/tally.ts';
import { serve } from '../remote.ts';
import type { CrowdCalls, Guest } from './crowd-calls.ts';
import { stayMs } from './stamp.ts';

const joinWithinMs = 20_000;
/** Only where few packets come is it known when they came: a crowd's process is too busy. */
const timesPackets = process.env['TIMES_PACKETS'] === '1';

class Listener {
  readonly #socket: WebSocket;
  readonly #heard: () => void;
  /** Kept: a garbage-collected wrapper closes the native object. */
  readonly #kept: unknown[] = [];
  #peer: PeerConnection | null = null;
  #connection = '';
  tally: Tally = emptyTally;
  route = 'none';

  constructor({ id, url, station }: Guest, heard: () => void) {
    this.#heard = heard;
    // Each listener comes from another place than the broadcaster, and from a house of its own.
    const address = `203.0.${113 + (id >> 8)}.${id & 255}`;
    this.#socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, { headers: { 'x-real-ip': address } });
    this.#socket.on('open', () =>
      this.#say({
        type: 'hello',
        role: 'listener',
        version: protocolVersion,
        station,
        listening: true,
        connection: null,
      }),
    );
    this.#socket.on('message', (data: Buffer) =>
      this.#hear(JSON.parse(data.toString()) as ServiceToListener),
    );
    this.#socket.on('error', () => undefined);
  }

  close(): void {
    this.#peer?.close();
    this.#socket.close();
  }

  #say(message: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #hear(message: ServiceToListener): void {
    if (message.type === 'offer') this.#answer(message);
    if (message.type === 'candidate' && message.connection === this.#connection) {
      this.#peer?.addRemoteCandidate(message.candidate.candidate, message.candidate.sdpMid ?? 'audio');
    }
  }

  #answer({ connection, route, sdp }: Extract<ServiceToListener, { type: 'offer' }>): void {
    this.#peer?.close();
    this.#connection = connection;
    this.route = route;
    const peer = new nodeDataChannel.PeerConnection(connection, { iceServers: [], bindAddress: '127.0.0.1' });
    this.#peer = peer;
    this.#kept.push(peer);
    // Candidates are not told: the other side learns the address from the first check.
    peer.onLocalDescription((answer, type) => {
      if (type === 'answer') this.#say({ type: 'answer', connection, sdp: answer });
    });
    peer.onTrack((track) => {
      this.#kept.push(track);
      track.onMessage((packet) => this.#take(packet));
    });
    peer.setRemoteDescription(sdp, 'offer');
  }

  #take(packet: Buffer): void {
    const sequence = rtpSequence(packet);
    if (sequence === null) return;
    if (timesPackets) stays.push(stayMs(packet, process.hrtime.bigint()));
    if (this.tally.received === 0) this.#heard();
    this.tally = count(this.tally, sequence);
  }
}

const listeners = new Map<number, Listener>();
let stays: number[] = [];

const calls: CrowdCalls = {
  async join(guest) {
    const fromMs = performance.now();
    const heard = new Promise<void>((done) => listeners.set(guest.id, new Listener(guest, done)));
    await within(joinWithinMs, heard, `listener ${guest.id} heard nothing for ${joinWithinMs / 1000} s`);
    return performance.now() - fromMs;
  },
  leave(id) {
    listeners.get(id)?.close();
    listeners.delete(id);
  },
  reset() {
    stays = [];
    for (const listener of listeners.values()) listener.tally = emptyTally;
  },
  tallies: () => [...listeners.values()].map(({ tally }) => tally),
  stays: () => stays,
  routes: () => [...listeners.values()].map(({ route }) => route),
};
serve(calls);
