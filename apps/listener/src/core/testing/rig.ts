import type { IceServer, Received, Rendition, ServiceToListener } from '@mauzin/shared';
import { FakeClock, FakeSocket, listenerWelcome, settled } from '@mauzin/shared/testing';

import { Session } from '../session.ts';
import type { SessionOptions } from '../session-options.ts';
import type { ListenerState, Offers } from '../state.ts';
import { FakeAudio } from './fake-audio.ts';
import { FakePeer } from './fake-peer.ts';

const iceServers: IceServer[] = [{ urls: ['stun:mosque.test'] }];

/** A whole page without a browser: the session with a fake at each of its edges. */
export class Rig {
  readonly clock = new FakeClock();
  readonly audio = new FakeAudio();
  readonly sockets: FakeSocket<'listener'>[] = [];
  readonly peers: FakePeer[] = [];
  readonly states: ListenerState[] = [];
  readonly errors: unknown[] = [];
  readonly session: Session<string>;
  /** Told of each socket that the page opens. */
  onSocket: ((socket: FakeSocket<'listener'>) => void) | null = null;

  readonly offers: Offers[] = [];
  /** What was handed over to be kept. */
  readonly codes: (string | null)[] = [];

  constructor(changes: Partial<SessionOptions<string>> = {}) {
    this.session = new Session<string>({
      station: { slug: 'noor' },
      supported: true,
      believedLive: null,
      choices: { rendition: 'normal', pocket: false, tone: true },
      code: null,
      onCode: (code) => this.codes.push(code),
      persistent: false,
      suggestsSaver: false,
      http: null,
      onOffers: (offers) => this.offers.push(offers),
      openSocket: () => {
        const socket = new FakeSocket('listener');
        socket.alive = true;
        this.sockets.push(socket);
        this.onSocket?.(socket);
        return socket;
      },
      createPeer: (options) => {
        const peer = new FakePeer(options, this.clock);
        this.peers.push(peer);
        return peer;
      },
      audio: this.audio,
      clock: this.clock,
      random: () => 0.5,
      onState: (state) => this.states.push(state),
      onError: (error) => this.errors.push(error),
      ...changes,
    });
  }

  get socket(): FakeSocket<'listener'> {
    return last(this.sockets);
  }

  get peer(): FakePeer {
    return last(this.peers);
  }

  get state(): ListenerState['name'] {
    return this.session.state.name;
  }

  /** Opens the newest socket and welcomes the page. */
  welcome(station: 'live' | 'off', more: Partial<Received<'listener'> & { type: 'welcome' }> = {}): void {
    this.socket.open();
    this.greet(this.socket, station, more);
  }

  greet(
    socket: FakeSocket<'listener'>,
    station: 'live' | 'off',
    more: Partial<Received<'listener'> & { type: 'welcome' }> = {},
  ): void {
    socket.deliver({
      ...listenerWelcome,
      resume: 'resume-token-0001',
      station: { slug: 'noor', name: 'Masjid an-Noor', language: 'en' },
      iceServers,
      pingEveryMs: 3_600_000,
      onAirMs: station === 'live' ? 1_000 : null,
      ...more,
    });
  }

  deliver(message: ServiceToListener): void {
    this.socket.deliver(message);
  }

  offer(connection: string, rendition: Rendition = 'normal'): void {
    this.deliver({ type: 'offer', connection, route: 'direct', rendition, sdp: `sdp ${connection}` });
  }

  /** From the start to sound, the ordinary way. */
  async play(connection = 'one'): Promise<void> {
    this.session.start();
    this.welcome('live');
    this.session.listen();
    this.offer(connection);
    this.peer.connect();
    await this.clock.pass(1_000);
  }

  settled(): Promise<void> {
    return settled();
  }
}

function last<T>(list: readonly T[]): T {
  const item = list[list.length - 1];
  if (item === undefined) throw new Error('there is none yet');
  return item;
}
