import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { failureTexts, pageLanguages } from '../texts/index.ts';
import { failureCodes, failureOfCloseCode, failures } from './failures.ts';
import { limits } from './limits.ts';
import { helloSchema, listenerToServiceSchema, protocolVersion } from './messages.ts';
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
