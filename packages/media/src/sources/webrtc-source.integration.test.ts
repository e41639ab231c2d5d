import { type Candidate, limits } from '@mauzin/shared';
import { describe, expect, onTestFinished, test } from 'vitest';

import { systemClock } from '../clock.ts';
import type { Frame } from '../fan-out/contracts.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import { IcePort } from '../ice/ice-port.ts';
import { WebRtcListener } from '../outlets/webrtc-listener.ts';
import { FakeSource, opusPayload } from '../testing/fake-source.ts';
import { CollectingSink } from '../testing/collecting-sink.ts';
import { TestSender } from '../testing/test-sender.ts';
import { offeredOpus } from './offered-opus.ts';
import { ReceptionStats } from './reception-stats.ts';
import { WebRtcSource, type WebRtcSourceSays } from './webrtc-source.ts';
import { eventually } from '../testing/eventually.ts';

function setUp() {
  const sink = new CollectingSink();
  const states: string[] = [];
  const errors: unknown[] = [];
  let receiver: TestSender | null = null;
  const source: WebRtcSource = new WebRtcSource({
    bindAddress: '127.0.0.1',
    takesDataChannels: true,
    onSignal: (signal) => receiver?.signal(signal),
    onState: (state) => states.push(state.name),
    onError: (error) => errors.push(error),
  });
  source.start(sink);
  onTestFinished(() => source.close());
  /** A new page pushes its mix; answers go to the newest one. */
  const push = (ssrc: number): TestSender => {
    const sender: TestSender = new TestSender(ssrc, (signal) => source.signal(signal));
    receiver = sender;
    onTestFinished(() => sender.close());
    return sender;
  };
  return { source, sink, states, errors, push };
}

/** Sound can go out; and its data channel's association is up, without which no close of either end is noticed. */
const open = (sender: TestSender): Promise<void> =>
  eventually(() => [sender.isOpen, sender.state]).toEqual([true, 'connected']);
const payloads = (sink: CollectingSink): Buffer[] => sink.packets.map(({ payload }) => Buffer.from(payload));

describe('a mix pushed by a browser', () => {
  test('arrives byte by byte, without header extensions and padding', async () => {
    const { errors, push, sink, states } = setUp();
    const sender = push(11);
    await open(sender);
    for (let number = 0; number < 20; number += 1) {
      sender.packet(number, opusPayload(number), { padding: number % 3 === 0 ? 5 : 0 });
    }
    sender.packet(20, new Uint8Array(0), { padding: 200 });
    await eventually(() => sink.packets.length).toBe(21);
    expect(payloads(sink)).toEqual([
      ...Array.from({ length: 20 }, (_, number) => Buffer.from(opusPayload(number))),
      Buffer.alloc(0),
    ]);
    expect(sink.packets[7]).toMatchObject({ sequence: 7, timestamp: 7 * 960 });
    await eventually(() => states).toEqual(['connecting', 'connected']);
    expect(errors).toEqual([]);
  });

  test('is answered with Opus alone, and its data channel is taken', async () => {
    const { push } = setUp();
    const sender = push(11);
    await open(sender);
    const audio = sender.answer.split(/^(?=m=)/m).find((section) => section.startsWith('m=audio'));
    expect(audio).toMatch(/^m=audio \S+ \S+ 111\r?\n/);
    expect(audio).toContain('a=recvonly');
    expect(sender.answer).toMatch(/^m=application [1-9]/m);
  });

  test('what comes by its data channel is taken and dropped, however much there is', async () => {
    const { push, sink } = setUp();
    const sender = push(11);
    await open(sender);
    const message = 'x'.repeat(1_000);
    for (let number = 0; number < 5_000; number += 1) sender.say(message);
    await eventually(() => sender.unsaid).toBe(0);
    sender.packet(1, opusPayload(1));
    await eventually(() => sink.packets.length).toBe(1);
    expect(payloads(sink)).toEqual([Buffer.from(opusPayload(1))]);
  });

  test('what is not the agreed Opus is passed over', async () => {
    const { push, sink } = setUp();
    const sender = push(11);
    await open(sender);
    sender.packet(0, opusPayload(0), { payloadType: 63 });
    sender.packet(1, opusPayload(1));
    await eventually(() => sink.packets.length).toBe(1);
    expect(sink.packets[0]?.sequence).toBe(1);
  });

  test('is replaced by the next one when its packets come, and heard until then', async () => {
    const { push, sink } = setUp();
    const first = push(11);
    await open(first);
    first.packet(1, opusPayload(1));
    await eventually(() => sink.packets.length).toBe(1);
    const second = push(22);
    await open(second);
    first.packet(2, opusPayload(2));
    await eventually(() => sink.packets.length).toBe(2);
    // Probes of padding alone are no sound yet.
    for (let number = 890; number < 900; number += 1) {
      second.packet(number, new Uint8Array(0), { padding: 200 });
    }
    first.packet(3, opusPayload(4));
    await eventually(() => sink.packets.length).toBe(3);
    second.packet(900, opusPayload(3));
    await eventually(() => sink.packets.length).toBe(4);
    expect(new Set(sink.packets.map(({ stream }) => stream)).size).toBe(2);
    expect(sink.packets[0]?.stream).toBe(sink.packets[2]?.stream);
    await eventually(() => first.state).toBe('closed');
    expect(second.state).toBe('connected');
  });

  test('an offer that is replaced before it was heard is given up', async () => {
    const { push, states } = setUp();
    const first = push(11);
    await open(first);
    await eventually(() => states).toContain('connected');
    const second = push(22);
    await open(second);
    await eventually(() => first.state).toBe('closed');
    await eventually(() => states.at(-1)).toBe('connected'); // its own end may learn of it a moment after the sender's
    expect(states).not.toContain('failed');
  });

  test('one that goes away is told, and the next offer is answered', async () => {
    const { push, source, states } = setUp();
    const first = push(11);
    await open(first);
    await eventually(() => source.state.name).toBe('connected');
    first.close();
    await eventually(() => source.state.name).toBe('failed');
    const second = push(22);
    await open(second);
    await eventually(() => states.length).toBe(5);
    expect(states).toEqual(['connecting', 'connected', 'failed', 'connecting', 'connected']);
  });

  test('closing ends it for good', async () => {
    const { push, sink, source } = setUp();
    const sender = push(11);
    await open(sender);
    source.close();
    source.close();
    expect(sink.end).toBeNull();
    await eventually(() => sender.state).toBe('closed');
    expect(() => source.signal({ type: 'offer', sdp: 'v=0' })).toThrow('closed');
  });
});

describe('what a mix cannot be', () => {
  const audio = (lines: string[]): string =>
    ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', ...lines, ''].join('\r\n');

  test.each([
    ['nothing', '', 'no-opus'],
    ['no SDP', 'hello', 'no-opus'],
    ['no Opus', audio(['a=rtpmap:111 PCMU/8000']), 'no-opus'],
    ['only listening', audio(['a=recvonly', 'a=rtpmap:111 opus/48000/2']), 'no-opus'],
    ['without ICE', audio(['a=rtpmap:111 opus/48000/2']), 'malformed-sdp'],
    ['too large', 'x'.repeat(limits.sdpChars + 1), 'sdp-too-large'],
  ])('%s', (_name, sdp, reason) => {
    const { source } = setUp();
    expect(() => source.signal({ type: 'offer', sdp })).toThrow(expect.objectContaining({ reason }));
    expect(source.state.name).toBe('idle');
  });

  test('a refused offer leaves the one that is heard alone', async () => {
    const { push, sink, source } = setUp();
    const sender = push(11);
    await open(sender);
    expect(() => source.signal({ type: 'offer', sdp: 'hello' })).toThrow('no Opus');
    sender.packet(1, opusPayload(1));
    await eventually(() => sink.packets.length).toBe(1);
    expect(source.state.name).toBe('connected');
  });
});

describe('over the shared port', () => {
  /** What a fan-out hands to a listener's connection. */
  async function setUpUplink({ isReachable = true, takesRed = true } = {}) {
    const clock = systemClock;
    const here = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1', publicAddress: '192.0.2.1' });
    const there = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' });
    const sink = new CollectingSink();
    const reception = new ReceptionStats(clock);
    const signals: WebRtcSourceSays[] = [];
    const fanOut = new FanOut({ clock, random: Math.random, onEvent: () => undefined });
    const heard: number[] = [];
    const offers: string[] = [];
    /** Addresses that the listener's end named. */
    const named: string[] = [];
    /** Those that the source's end is not told of before its answer is stored. */
    const untold: Candidate[] = [];
    let isAnswered = false;
    const connect = (): { outlet: WebRtcListener; source: WebRtcSource } => {
      const source: WebRtcSource = new WebRtcSource({
        ice: here,
        takesRed,
        reception,
        onHeard: () => heard.push(sink.packets.length),
        onSignal: (signal) => {
          signals.push(signal);
          if (signal.type === 'answer') {
            outlet.answer(signal.sdp);
            isAnswered = true;
            for (const candidate of untold) source.signal({ type: 'candidate', candidate });
          } else if (isReachable) {
            outlet.candidate(signal.candidate);
          }
        },
        onState: () => undefined,
        onError: (error) => expect.fail(String(error)),
      });
      const outlet: WebRtcListener = new WebRtcListener({
        id: 'uplink',
        ice: there,
        toRelay: true,
        namesAddresses: !isReachable,
        iceServers: [],
        media: fanOut.media,
        clock,
        events: {
          offer: (sdp) => {
            offers.push(sdp);
            source.signal({ type: 'offer', sdp });
          },
          candidate: (candidate) => {
            named.push(candidate.candidate);
            if (isAnswered) source.signal({ type: 'candidate', candidate });
            else untold.push(candidate);
          },
          state: () => undefined,
          error: (error) => expect.fail(String(error)),
        },
      });
      source.start(sink);
      return { outlet, source };
    };
    const { outlet, source } = connect();
    const played = new FakeSource();
    fanOut.setSource(played);
    onTestFinished(() => {
      source.close();
      outlet.close();
      for (const port of [here, there]) port.close();
    });
    await eventually(() => outlet.state.name).toBe('open');
    const frames: Frame[] = [];
    fanOut.addOutlet({
      id: 'frames',
      kind: 'tap',
      send: (frame) => frames.push(frame),
      close: () => undefined,
    });
    const play = (number: number, { lost = false } = {}): void => {
      played.packet(number);
      const frame = frames.at(-1);
      if (frame && !lost) outlet.send(frame);
    };
    return { here, heard, named, offers, outlet, play, reception, signals, sink, source };
  }

  test('a listener’s offer is answered with Opus and RED, at the port and the public address', async () => {
    const { here, outlet, signals } = await setUpUplink();
    const answer = signals.find((signal) => signal.type === 'answer');
    expect(answer?.type === 'answer' && answer.sdp).toMatch(/a=recvonly[^]*red\/48000\/2/);
    const told = signals.flatMap((signal) =>
      signal.type === 'candidate' ? [signal.candidate.candidate] : [],
    );
    expect(told).toContainEqual(expect.stringContaining(`127.0.0.1 ${here.port}`));
    expect(told).toContainEqual(expect.stringContaining(`192.0.2.1 ${here.port}`));
    expect(outlet.stats().path?.remote).toContain(`127.0.0.1:${here.port}`);
  });

  test('the listener’s end calls, and is told by the other when the handshake begins: in any other order it is lost now and then', async () => {
    const { named, signals } = await setUpUplink();
    expect(named).toEqual([]);
    const answer = signals.find((signal) => signal.type === 'answer');
    expect(answer?.type === 'answer' && answer.sdp).toContain('a=setup:active');
  });

  test.each([
    ['a data channel', 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:data\r\n'],
    ['more sound', 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:more\r\na=rtpmap:111 opus/48000/2\r\n'],
  ])('an offer with %s as well is refused', async (_name, more) => {
    const { offers, source } = await setUpUplink();
    expect(() => source.signal({ type: 'offer', sdp: `${offers[0]}${more}` })).toThrow(
      expect.objectContaining({ reason: 'malformed-sdp' }),
    );
    await eventually(() => source.state.name).toBe('connected');
  });

  test('the other end calls, where the listener’s cannot reach it and names its addresses', async () => {
    const { here, outlet, named } = await setUpUplink({ isReachable: false });
    expect(named).toContainEqual(expect.stringContaining('127.0.0.1'));
    expect(outlet.stats().path?.remote).toContain(`127.0.0.1:${here.port}`);
  });

  test('losses are mended from the next packet, in order, and counted', async () => {
    const { heard, outlet, play, reception, sink } = await setUpUplink();
    outlet.setRedundancy(true);
    play(0);
    await eventually(() => sink.packets.length).toBe(1);
    for (const number of [1, 2, 3, 4]) play(number, { lost: number === 2 });
    await eventually(() => sink.packets.length).toBe(5);
    expect(payloads(sink)).toEqual([0, 1, 2, 3, 4].map((number) => Buffer.from(opusPayload(number))));
    const [first, ...others] = sink.packets.map(({ sequence }) => sequence);
    expect(others.map((sequence) => (sequence - (first ?? 0)) & 0xffff)).toEqual([1, 2, 3, 4]);
    expect(reception.take()).toMatchObject({ expected: 5, lossShare: 0.2, missingShare: 0 });
    expect(heard).toEqual([0]);
  });

  test('without RED only what came goes on', async () => {
    const { outlet, play, reception, signals, sink } = await setUpUplink({ takesRed: false });
    expect(JSON.stringify(signals)).not.toContain('red/48000');
    outlet.setRedundancy(true);
    for (const number of [0, 1, 2]) play(number, { lost: number === 1 });
    await eventually(() => sink.packets.length).toBe(2);
    expect(reception.take()).toMatchObject({ expected: 3, missingShare: expect.closeTo(1 / 3) });
  });
});

test('the first part of an offer that sends Opus is found', () => {
  const offer = [
    'v=0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'a=mid:data',
    'm=audio 9 UDP/TLS/RTP/SAVPF 63 96',
    'a=mid:1',
    'a=sendrecv',
    'a=rtpmap:63 red/48000/2',
    'a=rtpmap:96 opus/48000/2',
    '',
  ].join('\r\n');
  expect(offeredOpus(offer)).toEqual({ mid: '1', payloadType: 96, redPayloadType: null });
  const withItsFormat = offer.replace('a=rtpmap:63', 'a=fmtp:63 96/96\na=rtpmap:63');
  expect(offeredOpus(withItsFormat)).toMatchObject({ redPayloadType: 63 });
});
