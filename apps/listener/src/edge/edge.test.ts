import { srtpTagBytes } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { readInboundStats } from './inbound-stats.ts';
import { silence, toneAt } from './own-sounds.ts';
import { Duplex } from './simple-peer-parts/duplex.ts';
import { socketUrl } from './socket.ts';

describe('the service', () => {
  it('is spoken to beside the page', () => {
    expect(socketUrl({ protocol: 'http:', host: 'mosque.local:8080' })).toBe('ws://mosque.local:8080/ws');
    expect(socketUrl({ protocol: 'https:', host: 'mosque.example' })).toBe('wss://mosque.example/ws');
  });
});

describe('statistics', () => {
  it('pick the audio that comes in and the pair in use', () => {
    const stats = readInboundStats([
      { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
      { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.04 },
      { type: 'inbound-rtp', kind: 'video', packetsReceived: 1 },
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: -1, jitter: 0.003 },
    ]);
    expect(stats).toMatchObject({ packetsReceived: 50, packetsLost: -1, jitterMs: 3, roundTripMs: 40 });
    expect(stats?.concealedSamples).toBe(0);
  });

  it('count what was on the wire: RTP, its header, SRTP, UDP and IP', () => {
    const inbound = { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, bytesReceived: 5_500 };
    const perPacket = 8 + 20 + srtpTagBytes;
    const told = readInboundStats([{ ...inbound, headerBytesReceived: 1_000 }]);
    expect(told?.wireBytes).toBe(5_500 + 1_000 + 50 * perPacket);
    // Browsers of 2019 tell nothing of headers.
    expect(readInboundStats([inbound])?.wireBytes).toBe(5_500 + 50 * 12 + 50 * perPacket);
  });

  it('are null before anything has come', () => {
    expect(readInboundStats([{ type: 'transport' }])).toBeNull();
  });
});

describe('what the page itself can play', () => {
  it('is a WAV file of one second, as silence', async () => {
    const bytes = new Uint8Array(await silence().arrayBuffer());
    const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
    expect([text(0, 4), text(8, 16), text(36, 40)]).toEqual(['RIFF', 'WAVEfmt ', 'data']);
    const view = new DataView(bytes.buffer);
    expect(view.getUint32(40, true)).toBe(bytes.length - 44);
    expect(view.getUint32(40, true) / view.getUint32(28, true)).toBe(1);
    expect(bytes.subarray(44).every((sample) => sample === 0)).toBe(true);
  });

  it('is soft, as a tone, and begins and ends in silence', () => {
    const samples = Array.from({ length: 48_000 }, (_, index) => toneAt(index / 16_000));
    const loudest = Math.max(...samples.map(Math.abs));
    expect(loudest).toBeGreaterThan(0.1);
    expect(loudest).toBeLessThan(0.25);
    expect(samples[0]).toBe(0);
    expect(samples.slice(-16_000).every((sample) => sample === 0)).toBe(true);
    // A click would be a jump between two samples; the fastest that these notes move is far less.
    const jumps = samples.slice(1).map((sample, index) => Math.abs(sample - (samples[index] ?? 0)));
    expect(Math.max(...jumps)).toBeLessThan(0.06);
  });
});

describe("the stand-in for simple-peer's streams", () => {
  it('tells its listeners, once or always, until they are removed', () => {
    const heard: unknown[] = [];
    const stream = new Duplex();
    const always = (value: unknown): number => heard.push(value);
    stream.on('signal', always).once('signal', (value) => heard.push([value]));
    expect(stream.emit('signal', 1)).toBe(true);
    stream.emit('signal', 2);
    stream.removeListener('signal', always);
    expect(stream.emit('signal', 3)).toBe(false);
    expect(heard).toEqual([1, [1], 2]);
  });

  it('throws an error that nobody listens for', () => {
    expect(() => new Duplex().emit('error', new Error('unheard'))).toThrow('unheard');
  });
});
