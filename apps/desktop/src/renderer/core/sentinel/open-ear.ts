import { acceptStereo, type Candidate } from '@mauzin/shared';

import { createMeter, type Meter } from '../worklets/create-meter.ts';
import type { Ear, EarEvents, EarOffer, OpenEar } from './ear.ts';

/** Ears in this page: answers as a phone's page does, and measures what arrives by the same clock as the mix. */
export const openEar =
  (context: AudioContext): OpenEar =>
  (offer, events) =>
    new BrowserEar(context, offer, events);

class BrowserEar implements Ear {
  readonly #context: AudioContext;
  readonly #events: EarEvents;
  readonly #connection: RTCPeerConnection;
  /** Chromium hands what arrives to Web Audio only while an element plays it too. */
  readonly #player = new Audio();
  /** Candidates that came before the offer was taken. */
  #early: Candidate[] | null = [];
  #node: MediaStreamAudioSourceNode | null = null;
  #meter: Meter | null = null;
  #closed = false;

  constructor(context: AudioContext, { iceServers, sdp }: EarOffer, events: EarEvents) {
    this.#context = context;
    this.#events = events;
    this.#connection = new RTCPeerConnection({
      iceServers: iceServers.map(({ urls, username, credential }) => ({
        urls,
        ...(username === undefined ? {} : { username }),
        ...(credential === undefined ? {} : { credential }),
      })),
    });
    this.#player.muted = true;
    this.#connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate && !this.#closed) {
        events.candidate({ candidate: candidate.candidate, sdpMid: candidate.sdpMid });
      }
    });
    this.#connection.addEventListener('track', ({ track }) => this.#hear(new MediaStream([track])));
    this.#connection.addEventListener('connectionstatechange', () => {
      if (this.#connection.connectionState === 'failed') this.#fail();
    });
    void this.#answer(sdp).catch(() => this.#fail());
  }

  candidate(candidate: Candidate): void {
    if (candidate.candidate === '' || this.#closed) return;
    if (this.#early) this.#early.push(candidate);
    else this.#add(candidate);
  }

  async packets(): Promise<number> {
    if (this.#closed) return 0;
    const report = await this.#connection.getStats();
    let packets = 0;
    report.forEach((entry: { readonly type: string; readonly packetsReceived?: number }) => {
      if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
    });
    return packets;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#meter?.close();
    this.#node?.disconnect();
    this.#player.srcObject = null;
    this.#connection.close();
  }

  async #answer(sdp: string): Promise<void> {
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const answer = await connection.createAnswer();
    if (this.#closed) return;
    const stereo = acceptStereo(answer.sdp ?? '');
    await connection.setLocalDescription({ type: 'answer', sdp: stereo });
    if (this.#closed) return;
    this.#events.answer(stereo);
    for (const candidate of this.#early ?? []) this.#add(candidate);
    this.#early = null;
  }

  #add(candidate: Candidate): void {
    // One that cannot be used is no loss as long as another can.
    void this.#connection.addIceCandidate(candidate).catch(() => undefined);
  }

  #hear(stream: MediaStream): void {
    if (this.#closed || this.#node) return;
    this.#player.srcObject = stream;
    void this.#player.play().catch(() => undefined); // a later connection may be luckier; what is not heard is said
    this.#node = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
    this.#meter = createMeter(this.#context, this.#node, { envelope: true });
    this.#meter.onEnvelope(this.#events.envelope);
  }

  #fail(): void {
    if (this.#closed) return;
    this.close();
    this.#events.failed();
  }
}
