import { describe, expect, test } from 'vitest';

import { freshEngineState } from '../../engine/contract.ts';
import { type AirFacts, airStatus, manyHearBadly } from './air-status.ts';

const { audience } = freshEngineState;
const engine = {
  ...freshEngineState,
  service: { name: 'online' },
  air: { name: 'live', onAirMs: 9_000 },
} as const satisfies AirFacts['engine'];
const onAirMs = 9_000;
const well: AirFacts = {
  wantsLive: true,
  engine,
  onAirMs,
  mixAwayMs: 0,
  serviceAwayMs: 0,
  quiet: 'no',
  notHeard: null,
  source: null,
  manyHearBadly: false,
};
const usb = { part: 'source', label: 'USB', why: 'missing' } as const;

describe('each state', () => {
  test.each<[string, Partial<AirFacts>, object]>([
    ['live', {}, { name: 'live', onAirMs }],
    ['off', { wantsLive: false, engine: { ...engine, air: { name: 'off' } } }, { name: 'off' }],
    ['stopping until the engine says off', { wantsLive: false }, { name: 'stopping' }],
    [
      'stopping what had not begun',
      { wantsLive: false, engine: { ...engine, air: { name: 'starting' } } },
      { name: 'stopping' },
    ],
    ['starting', { onAirMs: null, engine: { ...engine, air: { name: 'starting' } } }, { name: 'starting' }],
    [
      'failed',
      { engine: { ...engine, service: { name: 'failed', failure: 'wrong-key' } } },
      { name: 'failed', failure: 'wrong-key' },
    ],
    ['silent', { quiet: 'silent' }, { name: 'silent', onAirMs, alarm: false }],
    ['silent for long', { quiet: 'alarm' }, { name: 'silent', onAirMs, alarm: true }],
    [
      'the engine restarts',
      { engine: { ...engine, air: { name: 'starting' } } },
      { name: 'recovering', onAirMs, part: 'engine' },
    ],
    ['the mix is away', { mixAwayMs: 1_000 }, { name: 'recovering', onAirMs, part: 'mix' }],
    ['the service is away', { serviceAwayMs: 1_000 }, { name: 'recovering', onAirMs, part: 'service' }],
    [
      'not heard',
      { notHeard: 'direct' },
      { name: 'degraded', onAirMs, degraded: { part: 'path', by: 'direct' } },
    ],
    ['a source is lost', { source: usb }, { name: 'degraded', onAirMs, degraded: usb }],
    [
      'many hear badly',
      {
        manyHearBadly: true,
        engine: { ...engine, audience: { ...audience, hearing: 10, hearingBadly: 3 } },
      },
      { name: 'degraded', onAirMs, degraded: { part: 'listeners', badly: 3, of: 10 } },
    ],
    [
      'no network',
      { engine: { ...engine, notices: [{ name: 'no-network' }] } },
      { name: 'degraded', onAirMs, degraded: { part: 'network' } },
    ],
    [
      'not recorded',
      { engine: { ...engine, recording: { name: 'failed', why: 'disk-full' } } },
      { name: 'degraded', onAirMs, degraded: { part: 'recording', why: 'disk-full' } },
    ],
  ])('%s', (_what, facts, status) => {
    expect(airStatus({ ...well, ...facts })).toEqual(status);
  });
});

test('the gravest is said: one after the other is mended, and the next is said', () => {
  const all: AirFacts = {
    ...well,
    engine: {
      ...engine,
      service: { name: 'failed', failure: 'wrong-key' },
      air: { name: 'starting' },
      audience: { ...audience, hearing: 10, hearingBadly: 5 },
      notices: [{ name: 'no-network' }],
      recording: { name: 'failed', why: 'cannot-write' },
    },
    mixAwayMs: 5_000,
    serviceAwayMs: 5_000,
    quiet: 'alarm',
    notHeard: 'direct',
    source: usb,
    manyHearBadly: true,
  };
  const mended: Partial<AirFacts>[] = [
    { engine: { ...all.engine, service: { name: 'connecting', attempt: 1 } } },
    { engine: { ...all.engine, service: { name: 'connecting', attempt: 1 }, air: engine.air } },
    { mixAwayMs: 0 },
    { quiet: 'no' },
    { serviceAwayMs: 0 },
    { notHeard: null },
    { source: null },
    { manyHearBadly: false },
    { engine: { ...engine, recording: { name: 'failed', why: 'cannot-write' } } },
    { engine },
  ];
  const said: string[] = [];
  const facts = { ...all };
  for (const change of [{}, ...mended]) {
    Object.assign(facts, change);
    const status = airStatus(facts);
    const part = status.name === 'recovering' ? status.part : '';
    said.push(`${status.name} ${status.name === 'degraded' ? status.degraded.part : part}`.trim());
  }
  expect(said).toEqual([
    'failed',
    'recovering engine',
    'recovering mix',
    'silent',
    'recovering service',
    'degraded path',
    'degraded source',
    'degraded listeners',
    'degraded network',
    'degraded recording',
    'live',
  ]);
});

test('what never was on the air recovers from nothing, and short gaps are none', () => {
  expect(airStatus({ ...well, onAirMs: null, mixAwayMs: 60_000, serviceAwayMs: 60_000 })).toEqual({
    name: 'starting',
  });
  expect(airStatus({ ...well, mixAwayMs: 999, serviceAwayMs: 999 })).toEqual({ name: 'live', onAirMs });
});

test('three, and a fifth of all, hear badly; it is over only when hardly anybody does', () => {
  const many = (hearing: number, hearingBadly: number, before = false): boolean =>
    manyHearBadly({ ...audience, hearing, hearingBadly }, before);
  expect([many(10, 2), many(10, 3), many(16, 3), many(15, 3), many(2, 2)]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
  expect([many(10, 2, true), many(10, 1, true), many(21, 2, true), many(0, 0, true)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
