import { type MixSignalFromRenderer, type OpusPreset, opusPresets } from '@mauzin/shared';
import type SimplePeer from 'simple-peer';
import { describe, expect, test } from 'vitest';

import { FakeClock } from '@mauzin/shared/testing';
import { MixPeer } from './mix-peer.ts';

/** Behaves as simple-peer does towards its owner. */
class FakePeer {
  readonly #listeners = new Map<string, ((payload: unknown) => void)[]>();
  readonly signals: SimplePeer.SignalData[] = [];
  destroyed = false;

  on(event: string, listener: (payload: unknown) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  emit(event: string, payload?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload);
  }

  signal(data: SimplePeer.SignalData): void {
    this.signals.push(data);
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    queueMicrotask(() => this.emit('close'));
  }
}

const answer = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n';
const stream = {} as MediaStream;

function setUp() {
  const clock = new FakeClock();
  const peers: FakePeer[] = [];
  const sent: MixSignalFromRenderer[] = [];
  const bitrates: (number | undefined)[] = [];
  const encoding: RTCRtpEncodingParameters = {};
  const sender = {
    track: { kind: 'audio' },
    getParameters: () => ({ encodings: [encoding] }),
    setParameters: ({ encodings }: { encodings: RTCRtpEncodingParameters[] }) => {
      bitrates.push(encodings[0]?.maxBitrate);
      return Promise.resolve();
    },
  } as unknown as RTCRtpSender;
  const mix = new MixPeer({
    clock,
    random: () => 1,
    send: (signal) => sent.push(signal),
    createPeer: (_stream, onConnection) => {
      const peer = new FakePeer();
      peers.push(peer);
      onConnection({ getSenders: () => [sender] });
      return peer as unknown as SimplePeer.Instance;
    },
  });
  return { mix, clock, peers, sent, bitrates };
}
const voice: OpusPreset = opusPresets.voice;

describe('the mix’s connection', () => {
  test('offers, and applies the preset to the answer that it receives', () => {
    const { mix, peers, sent } = setUp();
    mix.send(stream, opusPresets.recitation);
    peers[0]!.emit('signal', { type: 'offer', sdp: 'an offer' });
    peers[0]!.emit('signal', { type: 'renegotiate', renegotiate: true });
    expect(sent).toEqual([{ type: 'offer', sdp: 'an offer' }]);
    mix.receive({ type: 'answer', sdp: answer });
    expect(peers[0]!.signals[0]).toMatchObject({
      type: 'answer',
      sdp: expect.stringContaining('maxaveragebitrate=64000'),
    });
  });

  test('is built anew with growing waits when it fails, until stopped', async () => {
    const { mix, clock, peers } = setUp();
    mix.send(stream, voice);
    peers[0]!.emit('error', new Error('failed'));
    expect(peers[0]!.destroyed).toBe(true);
    clock.advance(199);
    expect(peers).toHaveLength(1);
    clock.advance(1);
    expect(peers).toHaveLength(2);
    // The late close of the first must not touch the second.
    await Promise.resolve();
    expect(peers[1]!.destroyed).toBe(false);
    peers[1]!.emit('close');
    clock.advance(399);
    expect(peers).toHaveLength(2);
    clock.advance(1);
    expect(peers).toHaveLength(3);
    mix.stop();
    expect(peers[2]!.destroyed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test('is built anew when packets do not arrive in time, or no more', () => {
    const { mix, clock, peers } = setUp();
    mix.send(stream, voice);
    clock.advance(4_200);
    expect(peers).toHaveLength(2);
    mix.arrives(true);
    clock.advance(60_000);
    expect(peers).toHaveLength(2);
    mix.arrives(false);
    clock.advance(4_200);
    expect(peers).toHaveLength(3);
  });

  test('that is back before anybody noticed the gap is left alone', () => {
    const { mix, clock, peers } = setUp();
    mix.send(stream, voice);
    mix.arrives(true);
    peers[0]!.emit('error', new Error('failed'));
    mix.arrives(true);
    clock.advance(200);
    expect(peers).toHaveLength(2);
    clock.advance(60_000);
    expect(peers).toHaveLength(2);
  });

  test('is built in its time, whatever is said of the one before it meanwhile', () => {
    const { mix, clock, peers } = setUp();
    mix.send(stream, voice);
    peers[0]!.emit('error', new Error('failed'));
    mix.arrives(true);
    mix.arrives(false);
    clock.advance(200);
    expect(peers).toHaveLength(2);
  });

  test('keeps its connection for another bit rate, and makes one for another number of channels', () => {
    const { mix, peers, bitrates } = setUp();
    mix.send(stream, voice);
    mix.send(stream, opusPresets.recitation);
    expect(bitrates).toEqual([64_000]);
    expect(peers).toHaveLength(1);
    mix.send(stream, opusPresets.recitation);
    expect(bitrates).toHaveLength(1);
    mix.send({} as MediaStream, opusPresets.stereo);
    expect(peers).toHaveLength(2);
    expect(peers[0]!.destroyed).toBe(true);
  });
});
