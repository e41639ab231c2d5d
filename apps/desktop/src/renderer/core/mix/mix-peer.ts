import type { MixSignalFromRenderer, MixSignalToRenderer } from '@mauzin/desktop-contract';
import {
  applyMixEncoding,
  type ClockPort,
  namedRendition,
  normalEncoding,
  type OpusPreset,
  reconnectDelayMs,
  type Rendition,
  saverEncoding,
} from '@mauzin/shared';
import type SimplePeer from 'simple-peer';

/** Builds the browser's peer; `onConnection` hands out what simple-peer keeps to itself. */
export type CreateSendingPeer = (
  stream: MediaStream,
  onConnection: (connection: Pick<RTCPeerConnection, 'getSenders'>) => void,
) => SimplePeer.Instance;

export interface MixPeerOptions {
  readonly rendition: Rendition;
  readonly createPeer: CreateSendingPeer;
  readonly send: (signal: MixSignalFromRenderer) => void;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
}

interface Running {
  readonly peer: SimplePeer.Instance;
  readonly connection: Pick<RTCPeerConnection, 'getSenders'> | null;
}

/** How long the mix may take to reach the fan-out, or stay away from it, before a new try, ms. */
const arrivalTimeoutMs = 4_000;

/**
 * Sends the mix to the fan-out beside this page in one rendition, as one simple-peer connection over loopback, and builds a
 * new one whenever it fails (there is no ICE restart), until stopped.
 */
export class MixPeer {
  readonly #options: MixPeerOptions;
  #wanted: { readonly stream: MediaStream; readonly bitrateBps: number } | null = null;
  #running: Running | null = null;
  /** Whether packets arrive, by the fan-out's last word on any connection. It comes late: a gap of less than a second is never told. */
  #arrived = false;
  #attempt = 0;
  #cancelTimer: (() => void) | null = null;
  #settingBitrate: Promise<void> = Promise.resolve();

  constructor(options: MixPeerOptions) {
    this.#options = options;
  }

  /** Sends this stream from now on. Another preset keeps the connection: it is another bit rate, and no more. */
  send(stream: MediaStream, { bitrateBps }: Pick<OpusPreset, 'bitrateBps'>): void {
    const before = this.#wanted;
    this.#wanted = { stream, bitrateBps };
    if (before?.stream !== stream) this.restart();
    else if (before.bitrateBps !== bitrateBps) this.#applyBitrate();
  }

  /** Sends no more. Idempotent. */
  stop(): void {
    this.#wanted = null;
    this.#arrived = false;
    this.#attempt = 0;
    this.#release();
  }

  /** A new connection at once: the fan-out was started anew. */
  restart(): void {
    this.#attempt = 0;
    this.#release();
    this.#connect();
  }

  /** What the fan-out says to our offer. Late words for an earlier connection cannot be told apart and are harmless. */
  receive(signal: MixSignalToRenderer): void {
    const { peer } = this.#running ?? {};
    if (!peer || peer.destroyed || !this.#wanted) return;
    if (signal.type === 'answer') {
      const encoding = this.#options.rendition === 'saver' ? saverEncoding : normalEncoding;
      peer.signal({ type: 'answer', sdp: applyMixEncoding(signal.sdp, encoding) });
    } else if (signal.candidate.candidate !== '') {
      const { candidate, sdpMid } = signal.candidate;
      peer.signal({ type: 'candidate', candidate: new RTCIceCandidate({ candidate, sdpMid }) });
    }
  }

  /** Whether the fan-out says that packets arrive. When they do not, a new connection is built after a while. */
  arrives(flowing: boolean): void {
    if (!this.#wanted || flowing === this.#arrived) return;
    this.#arrived = flowing;
    if (flowing) this.#applyBitrate();
    // While the next connection is waited for, there is none that this could be said of.
    if (this.#running && !flowing) this.#expectArrival();
  }

  #connect(): void {
    if (!this.#wanted) return;
    let connection: Running['connection'] = null;
    // The connection is built, and shown, while the peer is being made.
    const peer = this.#options.createPeer(this.#wanted.stream, (shown) => {
      connection = shown;
    });
    const running: Running = { peer, connection };
    this.#running = running;
    this.#applyBitrate();
    const ifCurrent = (run: () => void) => () => {
      if (running === this.#running) run();
    };
    running.peer.on(
      'error',
      ifCurrent(() => this.#failed()),
    );
    running.peer.on(
      'close',
      ifCurrent(() => this.#failed()),
    );
    running.peer.on('signal', (data) => {
      if (running === this.#running) this.#forward(data);
    });
    this.#expectArrival();
  }

  #forward(data: SimplePeer.SignalData): void {
    const { rendition, send } = this.#options;
    if (data.type === 'offer') {
      send({ type: 'offer', ...namedRendition(rendition), sdp: data.sdp ?? '' });
    } else if (data.type === 'candidate' && data.candidate.candidate) {
      const { candidate, sdpMid } = data.candidate;
      send({ type: 'candidate', ...namedRendition(rendition), candidate: { candidate, sdpMid } });
    }
  }

  #expectArrival(): void {
    this.#stopTimer();
    this.#cancelTimer = this.#options.clock.after(arrivalTimeoutMs, () => {
      if (this.#arrived) this.#attempt = 0;
      else this.#failed();
    });
  }

  #failed(): void {
    this.#release();
    const waitMs = reconnectDelayMs(this.#attempt, 'soon', this.#options.random()) ?? 0;
    this.#attempt += 1;
    this.#cancelTimer = this.#options.clock.after(waitMs, () => this.#connect());
  }

  /**
   * What is negotiated allows every preset; the sender keeps to the wanted one. One change after the other, and a refused one
   * costs nobody the sound: it is made up for at the next occasion.
   */
  #applyBitrate(): void {
    const running = this.#running;
    this.#settingBitrate = this.#settingBitrate.then(() => this.#setBitrates(running));
  }

  async #setBitrates(running: Running | null): Promise<void> {
    if (running !== this.#running) return;
    for (const sender of running?.connection?.getSenders() ?? []) {
      if (sender.track?.kind === 'audio') await this.#setBitrate(sender).catch(() => undefined);
    }
  }

  async #setBitrate(sender: RTCRtpSender): Promise<void> {
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings;
    if (!encoding || !this.#wanted || encoding.maxBitrate === this.#wanted.bitrateBps) return;
    encoding.maxBitrate = this.#wanted.bitrateBps;
    await sender.setParameters(parameters);
  }

  #release(): void {
    this.#stopTimer();
    const { peer } = this.#running ?? {};
    this.#running = null;
    peer?.destroy();
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
