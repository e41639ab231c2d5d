import { type AirStatus, airTexts, type Degraded } from '@mauzin/desktop-contract';
import { failureTexts, languages } from '@mauzin/shared';
import { describe, expect, test } from 'vitest';

import { airHint, onAirMsOf } from './air-words.ts';

const onAirMs = 1_000;
const degraded = (what: Degraded): AirStatus => ({ name: 'degraded', onAirMs, degraded: what });
const all: readonly AirStatus[] = [
  { name: 'off' },
  { name: 'starting' },
  { name: 'live', onAirMs },
  { name: 'silent', onAirMs, alarm: false },
  { name: 'silent', onAirMs, alarm: true },
  degraded({ part: 'path', by: 'direct' }),
  degraded({ part: 'network' }),
  degraded({ part: 'listeners', badly: 2, of: 14 }),
  ...(['stand-in', 'missing', 'denied', 'failed'] as const).map((why) =>
    degraded({ part: 'source', label: 'USB Mixer', why }),
  ),
  ...(['disk-full', 'cannot-write'] as const).map((why) => degraded({ part: 'recording', why })),
  ...(['mix', 'engine', 'service'] as const).map((part) => ({ name: 'recovering', onAirMs, part }) as const),
  { name: 'stopping' },
  { name: 'failed', failure: 'wrong-key' },
];

describe.each(languages)('the sentence under the state, in %s', (language) => {
  const texts = airTexts[language];

  test('is there for every state, with nothing left to fill in', () => {
    for (const status of all) expect(airHint(status, false, language)).toMatch(/^[^{}]+$/);
  });

  test('names the device, and how many hear badly', () => {
    const lost = degraded({ part: 'source', label: 'USB Mixer', why: 'missing' });
    expect(airHint(lost, false, language)).toContain('USB Mixer');
    const badly = airHint(degraded({ part: 'listeners', badly: 2, of: 14 }), false, language);
    // Which comes first is the language's own.
    expect(badly.match(/\d+/g)?.toSorted()).toEqual(['14', '2']);
  });

  test('says why it cannot be on the air', () => {
    const sentence = airHint({ name: 'failed', failure: 'wrong-key' }, false, language);
    expect(sentence).toBe(failureTexts[language]['wrong-key']);
  });

  test('asks for a source when there is none', () => {
    expect(airHint({ name: 'off' }, true, language)).toBe(texts.hint.noSource);
    expect(airHint({ name: 'silent', onAirMs, alarm: true }, true, language)).toBe(texts.hint.noSource);
  });

  test('stays a sentence when a device has an endless name', () => {
    const label = 'Behringer X-USB 32 Channel Interface Multichannel (Digital Stereo IEC958)';
    const sentence = airHint(degraded({ part: 'source', label, why: 'missing' }), false, language);
    expect(sentence).toContain('Behringer X-USB 32');
    expect(sentence).not.toContain('IEC958');
  });

  test('every state has a word of its own', () => {
    expect(new Set(Object.values(texts.word)).size).toBe(8);
  });
});

test('time on air is known in every state on the air, and in no other', () => {
  expect(all.filter((status) => onAirMsOf(status) === null).map(({ name }) => name)).toEqual([
    'off',
    'starting',
    'stopping',
    'failed',
  ]);
});
