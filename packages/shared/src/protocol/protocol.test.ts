import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';

import { failureTexts, pageLanguages } from '../texts/index.ts';
import {
  failureFor,
  laterFailures,
  laterMessages,
  laterRenditions,
  laterRoutes,
  toldTo,
} from './additions.ts';
import { failureCodes, failureOfCloseCode, failures, generalFailures, retries } from './failures.ts';
import type { Feature } from './features.ts';
import { limits } from './limits.ts';
import {
  helloSchema,
  listenerToServiceSchema,
  protocolVersion,
  serviceToBroadcasterSchema,
  serviceToListenerSchema,
} from './messages.ts';
import { broadcasterWelcome } from '../testing/index.ts';
import { parseFrame } from './parse.ts';

describe('failures', () => {
  test('each has its own close code, in the range for applications or 1012', () => {
    const closeCodes = failureCodes.map((code) => failures[code].closeCode);
    expect(new Set(closeCodes).size).toBe(closeCodes.length);
    for (const closeCode of closeCodes) {
      expect(closeCode === 1012 || (closeCode >= 4000 && closeCode <= 4999)).toBe(true);
    }
    expect(failureOfCloseCode(4401)).toBe('wrong-key');
    expect(failureOfCloseCode(1006)).toBeNull();
  });

  test('of each way to come back one is general, and asks the same', () => {
    for (const retry of retries) expect(failures[generalFailures[retry]].retry).toBe(retry);
  });

  test('each has a sentence for a person in every language', () => {
    for (const language of pageLanguages) {
      for (const code of failureCodes) expect(failureTexts[language][code]).toMatch(/[.؟۔।]$/);
    }
  });
});

describe('frames', () => {
  const hello = {
    type: 'hello',
    role: 'listener',
    version: protocolVersion,
    station: 'noor',
    listening: false,
    connection: null,
  };

  test('an answer as long as is taken is read', () => {
    const sdp = `v=0\r\n${'a=x\n'.repeat(2_000)}\t`;
    const answer = JSON.stringify({ type: 'answer', connection: 'a', sdp });
    expect(parseFrame(listenerToServiceSchema, answer)).toMatchObject({ ok: true });
  });

  test('a hello is read', () => {
    expect(parseFrame(helloSchema, JSON.stringify(hello))).toMatchObject({ ok: true });
  });

  test.each([
    ['not JSON', '{'],
    ['no object', '7'],
    ['an unknown type', JSON.stringify({ type: 'rm -rf' })],
    [
      'an SDP over its limit',
      JSON.stringify({ type: 'answer', connection: 'a', sdp: 'x'.repeat(limits.sdpChars + 1) }),
    ],
    [
      'an answer over its limit',
      JSON.stringify({ type: 'answer', connection: 'a', sdp: 'x'.repeat(limits.answerBytes + 1) }),
    ],
    [
      'an answer over its limit in bytes alone',
      JSON.stringify({ type: 'answer', connection: 'a', sdp: 'ﷺ'.repeat(limits.answerBytes / 2) }),
    ],
    [
      'a message of another role',
      JSON.stringify({ type: 'offer', listener: 'listener-1', connection: 'a', sdp: 'v=0' }),
    ],
    ['a wrong id', JSON.stringify({ type: 'closed', connection: '../../etc' })],
  ])('%s is refused with a detail', (_name, frame) => {
    const parsed = parseFrame(listenerToServiceSchema, frame);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.detail).not.toBe('');
  });

  test('a slug is lower-case letters, digits and inner hyphens', () => {
    for (const station of ['Noor', '-noor', 'noor-', 'n_r', '', 'x'.repeat(41)]) {
      expect(parseFrame(helloSchema, JSON.stringify({ ...hello, station })).ok).toBe(false);
    }
    for (const station of ['n', 'noor', 'al-noor-2', 'x'.repeat(40)]) {
      expect(parseFrame(helloSchema, JSON.stringify({ ...hello, station })).ok).toBe(true);
    }
  });

  test.each([
    [{ code: 'too-early', retry: 'no' }, 'version-mismatch'],
    [{ code: 'too-early', retry: 'soon' }, 'heartbeat-lost'],
    [{ code: 'too-early', retry: 'later' }, 'bad-message'],
    [{ code: 'too-early' }, 'bad-message'],
    [{ code: 'wrong-key', retry: 'later' }, 'wrong-key'],
  ])('a failure of a newer service is read as the general one of its kind: %j', (error, code) => {
    for (const schema of [serviceToListenerSchema, serviceToBroadcasterSchema]) {
      const parsed = parseFrame(schema, JSON.stringify({ type: 'error', detail: 'why', ...error }));
      expect(parsed).toMatchObject({ ok: true, value: { type: 'error', code, detail: 'why' } });
    }
  });

  test('a route or rendition that a newer peer names is read as the general one, and left out of a list', () => {
    const offer = { type: 'offer', connection: 'c1', route: 'satellite', rendition: 'hi-fi', sdp: 'v=0' };
    expect(parseFrame(serviceToListenerSchema, JSON.stringify(offer))).toEqual({
      ok: true,
      value: { ...offer, route: 'relay', rendition: 'normal' },
    });
    const live = { type: 'live', onAirMs: 0, renditions: ['saver', 'hi-fi', 'normal'] };
    expect(parseFrame(serviceToListenerSchema, JSON.stringify(live))).toEqual({
      ok: true,
      value: { ...live, renditions: ['normal', 'saver'] },
    });
    const off = parseFrame(serviceToListenerSchema, JSON.stringify({ type: 'off', reason: 'eclipse' }));
    expect(off).toMatchObject({ ok: true, value: { reason: 'lost' } });
    for (const route of [7, null, '', 'Direct', 'x'.repeat(41)]) {
      expect(parseFrame(serviceToListenerSchema, JSON.stringify({ ...offer, route })).ok).toBe(false);
    }
  });

  test('features that are not known are left out, however many and odd they are', () => {
    const listed = (names: unknown) => parseFrame(helloSchema, JSON.stringify({ ...hello, features: names }));
    expect(listed(['rooms', 'retry', 'retry'])).toMatchObject({ ok: true, value: { features: ['retry'] } });
    const names = Array.from({ length: 100 }, (_, index) => `feature-${index}`);
    for (const odd of [names, ['x'.repeat(41)], [7, null, {}]]) {
      expect(listed([...odd, 'retry'])).toMatchObject({ ok: true, value: { features: ['retry'] } });
    }
    for (const wrong of ['retry', {}, 7]) expect(listed(wrong).ok).toBe(false);
  });

  test('nothing that can be sent makes the parser throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (frame) => {
        expect(parseFrame(listenerToServiceSchema, frame).ok).toBe(false);
        expect(parseFrame(helloSchema, frame).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what came after the first day', () => {
  const patched: (() => void)[] = [];
  afterEach(() => {
    for (const restore of patched.splice(0)) restore();
  });
  const cameLater = (later: object, name: string): void => {
    const names = later as Record<string, Feature>;
    names[name] = 'retry';
    patched.push(() => delete names[name]);
  };
  const report = { connection: null, lossShare: 0, jitterMs: 0, concealedShare: 0, bufferMs: 0 };

  test.each([
    ['messages', 'off', { type: 'off', reason: 'stopped' }],
    ['routes', 'relay', { type: 'offer', connection: 'c', route: 'relay', sdp: 'v=0' }],
    ['routes', 'relay', { type: 'health', listener: 'listener-1', report: { ...report, route: 'relay' } }],
    [
      'renditions',
      'saver',
      { type: 'offer', connection: 'c', route: 'relay', rendition: 'saver', sdp: 'v=0' },
    ],
    [
      'renditions',
      'saver',
      { type: 'health', listener: 'listener-1', report: { ...report, route: 'direct', rendition: 'saver' } },
    ],
  ] as const)('is only for who has listed it: %s, %s in %j', (kind, name, message) => {
    const later = { messages: laterMessages, routes: laterRoutes, renditions: laterRenditions };
    expect(toldTo(message, [])).toBe(message);
    cameLater(later[kind], name);
    expect(toldTo(message, [])).toBeNull();
    expect(toldTo(message, ['retry'])).toBe(message);
    const pong = { type: 'pong', id: 0 } as const;
    expect(toldTo(pong, [])).toBe(pong);
  });

  test('is left out of what is offered for choice, and a failure is told as the general one', () => {
    const live = { type: 'live', onAirMs: 0, renditions: ['normal', 'saver'] } as const;
    const error = { type: 'error', code: 'station-full', detail: 'why' } as const;
    cameLater(laterRenditions, 'saver');
    cameLater(laterFailures, 'station-full');
    expect(toldTo({ ...live, renditions: [...live.renditions] }, [])).toEqual({
      ...live,
      renditions: ['normal'],
    });
    expect(toldTo(error, [])).toEqual({ ...error, code: 'bad-message' });
    const welcome = {
      type: 'welcome',
      version: protocolVersion,
      peer: 'listener-1',
      resume: 'resume-token-0001',
      station: { slug: 'noor', name: 'Noor', language: 'ar' },
      iceServers: [],
      listeners: 1,
      pingEveryMs: 1_000,
      onAirMs: null,
    } as const;
    const withStream = { ...welcome, iceServers: [], httpStream: 'relay' as const };
    expect(toldTo(withStream, [])).toBe(withStream);
    cameLater(laterRoutes, 'relay');
    expect(toldTo(withStream, [])).toEqual({ ...welcome, httpStream: undefined });
    expect(toldTo(withStream, ['retry'])).toBe(withStream);
    expect(toldTo(error, ['retry'])).toEqual({ ...error, retry: 'later' });
  });

  test('is left out of what a broadcaster is told of listeners’ wishes: they are served as everybody is', () => {
    cameLater(laterRenditions, 'saver');
    const listen = { type: 'listen', listener: 'listener-1', connection: null, rendition: 'saver' } as const;
    expect(toldTo(listen, ['retry'])).toBe(listen);
    const { rendition, ...plain } = listen;
    expect(JSON.parse(JSON.stringify(toldTo(listen, [])))).toEqual(plain);
    const welcome = { ...broadcasterWelcome, listening: [{ ...plain, rendition }, plain] };
    expect(toldTo(welcome, ['retry'])).toBe(welcome);
    expect(JSON.parse(JSON.stringify(toldTo(welcome, [])))).toEqual({
      ...broadcasterWelcome,
      listening: [plain, plain],
    });
  });

  test('as a failure is told as the general one to who has not listed it', () => {
    cameLater(laterFailures, 'station-taken');
    expect(failureFor('station-taken', [])).toBe('version-mismatch');
    expect(failureFor('station-taken', ['retry'])).toBe('station-taken');
    expect(failureFor('wrong-key', [])).toBe('wrong-key');
  });
});
