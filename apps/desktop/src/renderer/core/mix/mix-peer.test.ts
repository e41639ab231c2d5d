import type { MixSignalFromRenderer } from '@mauzin/desktop-contract';
import { type OpusPreset, opusPresets, type Rendition, saverEncoding } from '@mauzin/shared';
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

function setUp(rendition: Rendition = 'normal') {
  const clock = new FakeClock();
  const peers: FakePeer[] = [];
  const sent: MixSignalFromRenderer[] = [];
  const bitrates: (number | undefined)[] = [];
  const refused: string[] = [];
  let encoding: RTCRtpEncodingParameters = {};
  const sender = {
    track: { kind: 'audio' },
    getParameters: () => ({ encodings: [{ ...encoding }] }),
    setParameters: async ({ encodings: [changed = {}] }: { encodings: RTCRtpEncodingParameters[] }) => {
      bitrates.push(changed.maxBitrate);
      await Promise.resolve();
      const why = refused.pop();
      if (why !== undefined) throw new Error(why);
      encoding = changed;
    },
  } as unknown as RTCRtpSender;
  const mix = new MixPeer({
    rendition,
    clock,
    random: () => 1,
    send: (signal) => sent.push(signal),
    createPeer: (_stream, onConnection) => {
      const peer = new FakePeer();
      peers.push(peer);
      encoding = {};
      onConnection({ getSenders: () => [sender] });
      return peer as unknown as SimplePeer.Instance;
    },
  });
  return { mix, clock, peers, sent, bitrates, refused };
}
const voice: OpusPreset = opusPresets.voice;

describe('the mix’s connection', () => {
  test('offers, and asks in the answer that it receives for what every preset needs', () => {
    const { mix, peers, sent } = setUp();
    mix.send(stream, opusPresets.recitation);
    peers[0]!.emit('signal', { type: 'offer', sdp: 'an offer' });
    peers[0]!.emit('signal', { type: 'renegotiate', renegotiate: true });
    expect(sent).toEqual([{ type: 'offer', sdp: 'an offer' }]);
    mix.receive({ type: 'answer', sdp: answer });
    expect(peers[0]!.signals[0]).toMatchObject({
      type: 'answer',
      sdp: expect.stringContaining('stereo=1;sprop-stereo=1;maxaveragebitrate=96000'),
    });
  });

  test('of the saver says whose it is, and asks for one channel in long packets', async () => {
    const { bitrates, mix, peers, sent } = setUp('saver');
    mix.send(stream, saverEncoding);
    peers[0]!.emit('signal', { type: 'offer', sdp: 'an offer' });
    peers[0]!.emit('signal', { type: 'candidate', candidate: { candidate: 'one', sdpMid: '0' } });
    expect(sent).toEqual([
      { type: 'offer', rendition: 'saver', sdp: 'an offer' },
      { type: 'candidate', rendition: 'saver', candidate: { candidate: 'one', sdpMid: '0' } },
    ]);
    mix.receive({ type: 'answer', rendition: 'saver', sdp: answer });
    expect(peers[0]!.signals[0]).toMatchObject({
      sdp: expect.stringMatching(
        /stereo=0;sprop-stereo=0;maxaveragebitrate=24000\r\na=ptime:60\r\na=maxptime:60/,
      ),
    });
    await Promise.resolve();
    expect(bitrates.at(-1)).toBe(24_000);
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

  test('keeps to its preset from the first packet on, and keeps its connection for every other preset', async () => {
    const { mix, peers, bitrates } = setUp();
    mix.send(stream, voice);
    await settled();
    expect(bitrates).toEqual([32_000]);
    mix.send(stream, opusPresets.stereo);
    mix.send(stream, opusPresets.recitation);
    mix.send(stream, opusPresets.recitation);
    await settled();
    expect(bitrates.at(-1)).toBe(opusPresets.recitation.bitrateBps);
    expect(peers).toHaveLength(1);
  });

  test('loses no sound over a bit rate that is refused, and sets it when packets arrive', async () => {
    const { mix, peers, bitrates, refused } = setUp();
    refused.push('not yet');
    mix.send(stream, voice);
    await settled();
    mix.arrives(true);
    await settled();
    expect(bitrates).toEqual([32_000, 32_000]);
    expect(peers).toHaveLength(1);
  });

  test('has its bit rate again when it was built anew', async () => {
    const { mix, bitrates } = setUp();
    mix.send(stream, voice);
    await settled();
    mix.restart();
    await settled();
    expect(bitrates).toEqual([32_000, 32_000]);
  });
});

/** Until what was promised is done. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
