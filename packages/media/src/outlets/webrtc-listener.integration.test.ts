import { createHook } from 'node:async_hooks';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { limits } from '@mauzin/shared';
import { Audio } from 'node-datachannel';
import { describe, expect, onTestFinished, test } from 'vitest';

import { systemClock } from '../clock.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import { IcePort, type IcePortOptions } from '../ice/ice-port.ts';
import { NativePeer } from '../native/native-peer.ts';
import { readRed } from '../testing/read-red.ts';
import { FakeClock } from '@mauzin/shared/testing';
import { FakeSource, opusPayload } from '../testing/fake-source.ts';
import { TestReceiver } from '../testing/test-receiver.ts';
import { acceptedCodecs } from './accepted-codecs.ts';
import { WebRtcListener, type WebRtcListenerOptions, type WebRtcListenerState } from './webrtc-listener.ts';
import { eventually } from '../testing/eventually.ts';

async function setUp(iceOptions: Partial<IcePortOptions> = {}) {
  const ice = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1', ...iceOptions });
  const fanOut = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });
  const source = new FakeSource();
  fanOut.setSource(source);
  onTestFinished(() => {
    fanOut.close();
    ice.close();
  });
  return { ice, fanOut, source };
}
type Setting = Awaited<ReturnType<typeof setUp>>;

interface JoinOptions extends Partial<Pick<WebRtcListenerOptions, 'clock' | 'openWithinMs'>> {
  readonly takesRed?: boolean;
  /** Answers by itself. */
  readonly answers?: boolean;
  readonly editAnswer?: (sdp: string) => string;
}

/** One phone joins. */
function join({ ice, fanOut }: Setting, id: string, options: JoinOptions = {}) {
  const { takesRed = true, answers = true, editAnswer = (sdp) => sdp, ...rest } = options;
  const states: WebRtcListenerState[] = [];
  const offers: string[] = [];
  const candidates: string[] = [];
  const errors: unknown[] = [];
  let refusal: unknown = null;
  const receiver: TestReceiver = new TestReceiver(
    {
      answer: (sdp) => {
        try {
          listener.answer(editAnswer(sdp));
        } catch (error) {
          refusal = error;
        }
      },
      candidate: (candidate) => {
        if (listener.state.name !== 'failed') listener.candidate(candidate);
      },
    },
    { takesRed },
  );
  const listener = new WebRtcListener({
    id,
    ice,
    iceServers: [],
    media: fanOut.media,
    clock: systemClock,
    ...rest,
    events: {
      offer: (sdp) => {
        offers.push(sdp);
        if (answers) receiver.offer(sdp);
      },
      candidate: (candidate) => void candidates.push(candidate.candidate),
      state: (state) => states.push(state),
      error: (error) => errors.push(error),
    },
  });
  fanOut.addOutlet(listener);
  onTestFinished(() => {
    listener.close();
    receiver.close();
  });
  return { listener, receiver, states, offers, candidates, errors, refusal: () => refusal };
}

const open = ({ listener }: { listener: WebRtcListener }): Promise<void> =>
  eventually(() => listener.state.name).toBe('open');
const arrived = ({ receiver }: { receiver: TestReceiver }, count: number): Promise<void> =>
  eventually(() => receiver.datagrams.length).toBe(count);
/** Counts how often the native side calls into JavaScript from now on. */
function countNativeCalls(): () => number {
  const natives = new Set<number>();
  let calls = 0;
  const hook = createHook({
    init: (id, type) => {
      if (type === 'ThreadSafeCallback callback') natives.add(id);
    },
    before: (id) => {
      if (natives.has(id)) calls += 1;
    },
  });
  hook.enable();
  onTestFinished(() => void hook.disable());
  return () => calls;
}
const controlSsrc = 7;

/** A phone whose reports are asked for, beside the others on the same port. */
function joinWithReports({ ice }: Setting) {
  let reports = 0;
  const receiver: TestReceiver = new TestReceiver({
    answer: (sdp) => peer.describeRemotely(sdp, 'answer'),
    candidate: (candidate) => peer.addCandidate(candidate),
  });
  const peer = new NativePeer('control', ice.config([]), {
    description: (sdp) => receiver.offer(sdp),
    candidate: () => undefined, // it calls, by the receiver's
    gathered: () => undefined,
    state: () => undefined,
    error: (error) => expect.unreachable(String(error)),
  });
  const audio = new Audio('audio', 'SendOnly');
  audio.addOpusCodec(111);
  audio.addSSRC(controlSsrc, 'control', 'control', 'control');
  peer.addTrack(audio, {
    open: () => undefined,
    message: () => {
      reports += 1;
    },
  });
  peer.describeLocally('offer');
  onTestFinished(() => {
    peer.close();
    receiver.close();
  });
  return { receiver, reports: () => reports };
}
const play = (source: FakeSource, from: number, to: number): void => {
  for (let number = from; number < to; number += 1) source.packet(number);
};

describe('a listener', () => {
  test('hears every packet byte by byte, all through one UDP port', async () => {
    const setting = await setUp();
    const phones = ['one', 'two', 'three'].map((id) => join(setting, id, { takesRed: false }));
    for (const { listener } of phones) listener.setRedundancy(true); // in vain: their answers take none
    await Promise.all(phones.map(open));
    play(setting.source, 0, 30);
    await Promise.all(phones.map((phone) => arrived(phone, 30)));
    for (const { receiver, listener } of phones) {
      expect(receiver.packets.map(({ payload }) => Buffer.from(payload))).toEqual(
        Array.from({ length: 30 }, (_, number) => Buffer.from(opusPayload(number))),
      );
      expect(receiver.packets.every(({ ssrc }) => ssrc === setting.fanOut.media.ssrc)).toBe(true);
      expect(listener.stats()).toMatchObject({
        state: 'open',
        packets: 30,
        bytes: 30 * (12 + 40),
        redundant: false,
        path: { local: expect.stringMatching(new RegExp(`:${setting.ice.port}$`)) },
      });
    }
    expect(setting.fanOut.stats()).toMatchObject({ packetsOut: 90, bytesOut: 90 * 52 });
  });

  test('goes on hearing when the source is replaced, in one numbering', async () => {
    const setting = await setUp();
    const phone = join(setting, 'one', { takesRed: false });
    await open(phone);
    play(setting.source, 0, 10);
    const second = new FakeSource('webrtc');
    setting.fanOut.setSource(second);
    play(second, 7_000, 7_010);
    await arrived(phone, 20);
    const { packets } = phone.receiver;
    const first = packets[0]!;
    expect(packets.map(({ sequence }) => (sequence - first.sequence) & 0xffff)).toEqual([...packets.keys()]);
    const times = packets.map(({ timestamp }) => (timestamp - first.timestamp) >>> 0);
    expect(times.every((time, index) => index === 0 || time >= times[index - 1]! + 960)).toBe(true);
    expect(Buffer.from(packets[10]!.payload)).toEqual(Buffer.from(opusPayload(7_000)));
  });

  test('gets plain Opus, and RED from when it is told to until it no longer is', async () => {
    const setting = await setUp();
    const phone = join(setting, 'one');
    await open(phone);
    expect(phone.listener.stats().redundant).toBe(false);
    play(setting.source, 0, 2);
    phone.listener.setRedundancy(true);
    play(setting.source, 2, 4);
    await arrived(phone, 4);
    expect(phone.receiver.packets.map(({ payloadType }) => payloadType)).toEqual([111, 111, 63, 63]);
    const blocks = readRed(phone.receiver.packets[2]!.payload);
    expect(blocks.primary.payload).toEqual(Buffer.from(opusPayload(2)));
    // The frame before it, although that went out without RED.
    expect(blocks.redundant[0]?.payload).toEqual(Buffer.from(opusPayload(1)));
    expect(phone.listener.stats().redundant).toBe(true);
    phone.listener.setRedundancy(false);
    play(setting.source, 4, 5);
    await arrived(phone, 5);
    expect(phone.receiver.packets[4]).toMatchObject({ payloadType: 111 });
  });

  test('is offered audio alone, that we send', async () => {
    const setting = await setUp();
    const phone = join(setting, 'one');
    await open(phone);
    expect(phone.offers[0]!.match(/^m=/gm)).toHaveLength(1);
    expect(phone.offers[0]).toContain('a=sendonly');
    expect(phone.offers[0]).toContain('a=fmtp:111 minptime=10;useinbandfec=1');
    expect(phone.offers[0]).toContain('a=fmtp:63 111/111');
    expect(phone.errors).toEqual([]);
  });

  test('that is closed is told once, and the others notice nothing', async () => {
    const setting = await setUp();
    const phone = join(setting, 'one');
    const other = join(setting, 'two');
    await Promise.all([open(phone), open(other)]);
    setting.fanOut.removeOutlet('one');
    phone.listener.close();
    expect(phone.states).toEqual([{ name: 'open' }, { name: 'closed' }]);
    play(setting.source, 0, 3);
    await arrived(other, 3);
    expect(phone.listener.stats().packets).toBe(0);
    expect(() => phone.listener.answer('v=0')).toThrow('closed');
    expect(() => phone.listener.candidate({ candidate: 'x', sdpMid: '0' })).toThrow('closed');
  });

  test('that never answers fails in time', async () => {
    const setting = await setUp();
    const clock = new FakeClock();
    const phone = join(setting, 'one', { answers: false, clock });
    clock.advance(14_999);
    expect(phone.states).toEqual([]);
    clock.advance(1);
    expect(phone.states).toEqual([{ name: 'failed', reason: 'timeout' }]);
    phone.listener.close();
    expect(phone.listener.state.name).toBe('failed');
    expect(clock.pending).toBe(0);
  });

  test('knows the machine’s public address beside its own', async () => {
    const setting = await setUp({ publicAddress: '198.51.100.7' });
    const phone = join(setting, 'one');
    await open(phone);
    expect(phone.candidates.map((candidate) => candidate.split(' ').slice(4, 6).join(':'))).toEqual([
      `127.0.0.1:${setting.ice.port}`,
      `198.51.100.7:${setting.ice.port}`,
    ]);
  });
});

describe('what a listener sends', () => {
  test('in reports wakes nobody, however many there are', async () => {
    const calls = countNativeCalls();
    const setting = await setUp();
    const phone = join(setting, 'one');
    const { receiver: control, reports } = joinWithReports(setting);
    await eventually(() => phone.receiver.isOpen && control.isOpen).toBe(true);
    const before = calls();
    for (let report = 0; report < 200; report += 1) phone.receiver.report(setting.fanOut.media.ssrc);
    // By the same socket, and after them.
    control.report(controlSsrc);
    await eventually(reports).toBe(1);
    // Connections may still have said how they are.
    expect(calls() - before).toBeLessThan(20);
  });

  test.each([
    ['nothing', '', 'malformed-sdp'],
    ['no SDP', 'hello', 'malformed-sdp'],
    ['a truncated SDP', 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=audio', 'malformed-sdp'],
    ['control characters', '\0'.repeat(1_000), 'malformed-sdp'],
    ['too much', 'a=x\r\n'.repeat(limits.sdpChars / 5 + 1), 'sdp-too-large'],
  ])('%s is refused, and it may still answer', async (_name, sdp, reason) => {
    const setting = await setUp();
    const phone = join(setting, 'one', { answers: false });
    expect(() => phone.listener.answer(sdp)).toThrow(expect.objectContaining({ reason }));
    await eventually(() => phone.offers.length).toBe(1);
    phone.receiver.offer(phone.offers[0]!);
    await open(phone);
  });

  test.each([
    [
      'a part more',
      (sdp: string) => `${sdp}${sdp.slice(sdp.indexOf('m=')).replace('a=mid:audio', 'a=mid:more')}`,
    ],
    [
      'a part for data more',
      (sdp: string) => `${sdp}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:data\n`,
    ],
    ['a part of another name', (sdp: string) => sdp.replace('a=mid:audio', 'a=mid:other')],
    ['a part of two names', (sdp: string) => sdp.replace('a=mid:audio', 'a=mid:audio\r\na=mid:other')],
  ])('an answer with %s is refused, and it may still answer', async (_name, edit) => {
    const setting = await setUp();
    const answers: string[] = [];
    const phone = join(setting, 'one', {
      editAnswer: (sdp) => {
        answers.push(sdp);
        return edit(sdp);
      },
    });
    await eventually(phone.refusal).toMatchObject({ reason: 'malformed-sdp' });
    phone.listener.answer(answers[0]!);
    await open(phone);
    expect(phone.states).toEqual([{ name: 'open' }]);
  });

  test('an answer that takes no Opus ends the connection', async () => {
    const setting = await setUp();
    const phone = join(setting, 'one', { editAnswer: (sdp) => sdp.replace('a=recvonly', 'a=inactive') });
    await eventually(() => phone.states).toEqual([{ name: 'failed', reason: 'answer' }]);
    expect(phone.refusal()).toMatchObject({ reason: 'no-opus' });
  });

  test('a second answer is refused and changes nothing', async () => {
    const setting = await setUp();
    const phone = join(setting, 'one');
    await open(phone);
    expect(() => phone.listener.answer(phone.offers[0]!)).toThrow('already');
    play(setting.source, 0, 1);
    await arrived(phone, 1);
  });

  test('names in an answer call nobody but addresses', async () => {
    const setting = await setUp();
    const called: string[] = [];
    const ports = await Promise.all(
      ['localhost', '127.0.0.1'].map(async (name) => {
        const socket = createSocket('udp4').bind(0, '127.0.0.1');
        onTestFinished(() => void socket.close());
        await once(socket, 'listening');
        socket.on('message', () => called.push(name));
        return `a=candidate:1 1 UDP 2130706431 ${name} ${socket.address().port} typ host\r\n`;
      }),
    );
    const phone = join(setting, 'one', { editAnswer: (sdp) => `${sdp}${ports.join('')}` });
    // By the address it is, which tells that the name would have been by now.
    await eventually(() => called.filter((name) => name === '127.0.0.1').length > 2).toBe(true);
    expect(called).not.toContain('localhost');
    await open(phone);
  });

  test('those in an answer count, as those that come by themselves do', async () => {
    const setting = await setUp();
    const named = Array.from(
      { length: limits.usedCandidates - 1 },
      (_, number) => `a=candidate:${number} 1 UDP 1 127.0.0.1 ${number + 1_024} typ host\r\n`,
    );
    const phone = join(setting, 'one', { editAnswer: (sdp) => `${sdp}${named.join('')}` });
    await open(phone);
    const one = { candidate: 'candidate:1 1 UDP 1 127.0.0.1 2000 typ host', sdpMid: 'audio' };
    expect(() => phone.listener.candidate(one)).toThrow(
      expect.objectContaining({ reason: 'too-many-candidates' }),
    );
  });

  test('a malformed candidate is refused, and so are too many', async () => {
    const setting = await setUp();
    const phone = join(setting, 'one');
    await open(phone);
    const malformed = { candidate: 'candidate:what', sdpMid: '0' };
    expect(() => phone.listener.candidate(malformed)).toThrow(
      expect.objectContaining({ reason: 'malformed-candidate' }),
    );
    const long = { candidate: 'candidate:'.padEnd(limits.candidateChars + 1, '1'), sdpMid: '0' };
    expect(() => phone.listener.candidate(long)).toThrow(
      expect.objectContaining({ reason: 'malformed-candidate' }),
    );
    const many = (): void => {
      for (let number = 0; number < limits.usedCandidates; number += 1) {
        const candidate = `candidate:${number} 1 UDP 1 127.0.0.1 ${number + 1_024} typ host`;
        phone.listener.candidate({ candidate, sdpMid: 'audio' });
      }
    };
    expect(many).toThrow(expect.objectContaining({ reason: 'too-many-candidates' }));
    play(setting.source, 0, 1);
    await arrived(phone, 1);
    phone.listener.candidate({ candidate: '', sdpMid: null }); // the end of candidates is always welcome
  });
});

test('an answer tells which encodings it takes', () => {
  const media = { ssrc: 1, opusPayloadType: 111, redPayloadType: 63 };
  const answer = (first: string, ...lines: string[]): string =>
    ['v=0', 'a=sendonly', first, ...lines, 'm=video 9 X 1', 'a=inactive', ''].join('\r\n');
  const opus = 'a=rtpmap:111 opus/48000/2';
  const red = 'a=rtpmap:63 red/48000/2';
  const both = 'm=audio 9 UDP/TLS/RTP/SAVPF 111 63';
  expect(acceptedCodecs(answer(both, 'a=recvonly', opus, red), media)).toEqual({ opus: true, red: true });
  expect(acceptedCodecs(answer('m=audio 9 UDP/TLS/RTP/SAVPF 111', opus), media)).toEqual({
    opus: true,
    red: false,
  });
  for (const refused of [
    answer('m=audio 0 UDP/TLS/RTP/SAVPF 111', opus),
    answer(both, 'a=inactive', opus, red),
    answer(both, 'a=rtpmap:111 PCMU/8000', red),
    answer('m=text 9 X 111', opus),
  ]) {
    expect(acceptedCodecs(refused, media)).toEqual({ opus: false, red: false });
  }
});
