import type { DeadAirSettings, EngineState, SoundReport } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import { beforeEach, describe, expect, test } from 'vitest';

import { freshEngineState } from '../../engine/contract.ts';
import { AirWatch } from './air-watch.ts';

const loud = -20;
const silence = -90;
const online: EngineState = { ...freshEngineState, service: { name: 'online' } };
const starting: EngineState = { ...online, air: { name: 'starting' } };
/** On the air, for as long as the engine knows it. */
const live = (onAirMs = clock.now() - liveAtMs): EngineState => ({
  ...online,
  mix: 'flowing',
  air: { name: 'live', onAirMs },
});
type Sound = SoundReport['sources'][number]['sound'];

let clock: FakeClock;
let liveAtMs = 0;
let watch: AirWatch;
let settings: DeadAirSettings;
/** What was told to be shown, one entry a change. */
let told: string[];
/** Alarms as they began and ended: name, state, for how long, level. */
let raised: string[];

beforeEach(() => {
  clock = new FakeClock();
  liveAtMs = clock.now();
  settings = { belowDbfs: -60, afterS: 20, webhook: null };
  told = [];
  raised = [];
  watch = new AirWatch(
    {
      clock,
      settings: () => settings,
      nameOf: (kind) => `the ${kind}`,
      onChange: () => told.push(watch.status.name),
      onAlarm: ({ alarm, forS, state }, levelDbfs) =>
        raised.push(
          `${alarm.name}${alarm.name === 'source-lost' ? ` ${alarm.label}` : ''} ${state} ${forS} ${levelDbfs}`,
        ),
    },
    online,
  );
});

const report = (levelDbfs: number, sound: Sound = 'open', label = 'USB'): SoundReport => ({
  levelDbfs,
  peakDbfs: levelDbfs,
  sources: [{ id: 'usb', label, kind: 'device', sound }],
});

/** Reports each quarter of a second, for so long. */
function hear(seconds: number, levelDbfs: number, sound: Sound = 'open'): void {
  for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
    clock.advance(250);
    watch.hear(report(levelDbfs, sound));
  }
}

function goLive(): void {
  watch.want(true);
  watch.follow(starting);
  watch.follow(live());
  hear(1, loud);
}

describe('from off to off', () => {
  test('starting, live, stopping, off', () => {
    const names = [watch.status.name];
    for (const step of [
      () => watch.want(true),
      () => watch.follow(starting),
      () => watch.follow(live()),
      () => watch.want(false),
      () => watch.follow(online),
    ]) {
      step();
      names.push(watch.status.name);
    }
    expect(names).toEqual(['off', 'starting', 'starting', 'live', 'stopping', 'off']);
    expect(clock.pending).toBe(0);
  });

  test('live again before the engine stopped: the old broadcast is not taken for the new one', () => {
    goLive();
    watch.want(false);
    watch.want(true);
    watch.follow(live(60_000));
    expect(watch.status.name).toBe('starting');
    watch.follow(starting);
    watch.follow(live(0));
    expect(watch.status).toEqual({ name: 'live', onAirMs: 0 });
  });
});

describe('time on air', () => {
  test('goes on by the clock that nobody sets, also while the engine restarts', () => {
    goLive();
    clock.advance(59_000);
    expect(watch.status).toMatchObject({ onAirMs: 60_000 });
    watch.follow({ ...freshEngineState, air: { name: 'starting' } });
    clock.advance(3_000);
    expect(watch.status).toEqual({ name: 'recovering', onAirMs: 63_000, part: 'engine' });
    watch.follow(live(63_100));
    expect(watch.status).toMatchObject({ onAirMs: 63_000 });
  });
});

describe('nothing flickers', () => {
  test('reports change nothing that is shown, and say nothing', () => {
    goLive();
    told = [];
    hear(60, loud);
    expect(told).toEqual([]);
  });

  test('a gap in the mix is a state after a second, and over at once', () => {
    goLive();
    told = [];
    watch.follow({ ...live(), mix: 'connecting' });
    hear(0.75, loud);
    watch.follow(live());
    expect(told).toEqual([]);
    watch.follow({ ...live(), mix: 'connecting' });
    hear(1.25, loud);
    expect(watch.status).toMatchObject({ name: 'recovering', part: 'mix' });
    watch.follow(live());
    expect(watch.status.name).toBe('live');
  });

  test('a service that is away for a moment is no state; for longer, it is', () => {
    goLive();
    watch.follow({ ...live(), service: { name: 'connecting', attempt: 0 } });
    hear(0.75, loud);
    expect(watch.status.name).toBe('live');
    hear(0.5, loud);
    expect(watch.status).toMatchObject({ name: 'recovering', part: 'service' });
  });
});

describe('silence', () => {
  test('is a state after 5 s and an alarm after the admin’s time; it ends with half a second of sound', () => {
    goLive();
    hear(4.75, silence);
    expect(watch.status.name).toBe('live');
    hear(0.5, silence);
    expect(watch.status).toMatchObject({ name: 'silent', alarm: false });
    hear(14.5, silence);
    expect(watch.alarms).toEqual([]);
    hear(0.5, silence);
    expect(watch.status).toMatchObject({ name: 'silent', alarm: true });
    expect(watch.alarms).toEqual([{ name: 'dead-air' }]);
    expect(raised).toEqual(['dead-air begin 20 -90']);
    hear(60, silence);
    hear(0.5, loud);
    expect(watch.alarms).toHaveLength(1);
    hear(0.25, loud);
    expect(watch.status.name).toBe('live');
    expect(raised).toEqual(['dead-air begin 20 -90', 'dead-air end 80.8 -20']);
  });

  test('a click does not end it, and any sound before it begins counts from anew', () => {
    goLive();
    hear(4, silence);
    hear(0.25, loud);
    hear(4, silence);
    expect(watch.status.name).toBe('live');
    hear(17, silence);
    hear(0.25, loud);
    hear(0.25, silence);
    expect(watch.status).toMatchObject({ name: 'silent', alarm: true });
  });

  test('with a shorter alarm there is no state before it', () => {
    settings = { ...settings, afterS: 3 };
    goLive();
    told = [];
    hear(3.5, silence);
    expect(told).toEqual(['silent']);
    expect(raised).toHaveLength(1);
  });

  test('the level is the admin’s', () => {
    settings = { ...settings, belowDbfs: -30 };
    goLive();
    hear(6, -40);
    expect(watch.status.name).toBe('silent');
  });

  test('a mix that does not arrive is silence too', () => {
    goLive();
    watch.follow({ ...live(), mix: 'none' });
    hear(21, loud);
    expect(watch.status).toMatchObject({ name: 'recovering', part: 'mix' });
    expect(watch.alarms).toEqual([{ name: 'dead-air' }]);
  });

  test('nobody measures it: then nobody calls it silent', () => {
    goLive();
    hear(2, silence);
    clock.advance(60_000);
    expect(watch.status.name).toBe('live');
    expect(watch.levelDbfs).toBeNull();
    hear(4, silence);
    expect(watch.status.name).toBe('live');
  });

  test('a night of sleep is no silence on the air', () => {
    goLive();
    hear(4, silence);
    clock.stall(8 * 3_600_000);
    watch.hear(report(silence));
    expect(watch.status.name).toBe('live');
  });

  test('ends with the broadcast, once', () => {
    goLive();
    hear(21, silence);
    watch.want(false);
    watch.follow(online);
    hear(60, silence);
    expect(raised.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'dead-air begin',
      'dead-air end',
    ]);
  });
});

describe('a source that is lost', () => {
  test.each<Sound>(['missing', 'stand-in', 'failed'])('%s: is an alarm at the next report', (sound) => {
    goLive();
    hear(0.25, loud, sound);
    expect(watch.alarms).toEqual([{ name: 'source-lost', label: 'USB' }]);
    expect(watch.status).toMatchObject({
      name: 'degraded',
      degraded: { part: 'source', label: 'USB', why: sound },
    });
  });

  test('stays while it is tried again, and ends once when it is back', () => {
    goLive();
    for (const sound of ['missing', 'opening', 'failed', 'opening', 'stand-in'] as const)
      hear(1, loud, sound);
    hear(1, loud);
    expect(raised).toEqual(['source-lost USB begin 0 -20', 'source-lost USB end 5 -20']);
    expect(watch.status.name).toBe('live');
  });

  test('is no alarm off the air, and is one when it is away at going live', () => {
    hear(1, silence, 'missing');
    expect(watch.alarms).toEqual([]);
    watch.want(true);
    watch.follow(starting);
    watch.follow(live());
    expect(watch.alarms).toEqual([{ name: 'source-lost', label: 'USB' }]);
  });

  test('that is being opened is not lost', () => {
    goLive();
    hear(1, loud, 'opening');
    expect(watch.alarms).toEqual([]);
    expect(watch.status.name).toBe('live');
  });

  test('that was never allowed is said, and no alarm; one that was removed is forgotten', () => {
    goLive();
    hear(1, loud, 'denied');
    expect(watch.alarms).toEqual([]);
    expect(watch.status).toMatchObject({ degraded: { why: 'denied' } });
    watch.hear({ ...report(loud), sources: [] });
    expect(watch.status.name).toBe('live');
  });

  test('has a name, also where the system gives none', () => {
    goLive();
    watch.hear(report(loud, 'missing', ''));
    expect(watch.alarms).toEqual([{ name: 'source-lost', label: 'the device' }]);
  });
});

describe('the sentinel', () => {
  const notHeard = (forMs: number): void => watch.hearSentinel({ name: 'not-heard', forMs });

  test('is believed after 6 s, also when it speaks once only', () => {
    goLive();
    notHeard(1_000);
    hear(4.75, loud);
    expect(watch.alarms).toEqual([]);
    hear(0.5, loud);
    expect(watch.status).toMatchObject({ name: 'degraded', degraded: { part: 'path', by: 'direct' } });
    expect(raised).toEqual(['not-heard begin 6 -20']);
    watch.hearSentinel({ name: 'listening' });
    hear(1, loud);
    expect(watch.alarms).toHaveLength(1);
    watch.hearSentinel({ name: 'heard', behindMs: 213 });
    expect(watch.sentinel).toEqual({ name: 'heard', behindMs: 200 });
    expect(raised.at(-1)).toBe('not-heard end 7.3 -20');
  });

  test('that listens anew has not heard anything yet', () => {
    goLive();
    notHeard(5_000);
    watch.hearSentinel({ name: 'listening' });
    hear(10, loud);
    expect(watch.alarms).toEqual([]);
  });

  test('that is away with its window proves nothing', () => {
    goLive();
    notHeard(3_000);
    clock.advance(60_000);
    expect(watch.alarms).toEqual([]);
    expect(watch.sentinel).toEqual({ name: 'listening' });
  });
});

describe('listeners at the relay to whom it has nothing to send', () => {
  const unheard = (count: number, change: Partial<EngineState> = {}): void =>
    watch.follow({ ...live(), audience: { ...online.audience, unheard: count }, ...change });
  const path = { name: 'degraded', degraded: { part: 'path', by: 'relay' } };

  test('are a state with its way named within 10 s, and an alarm; until sound reaches it', () => {
    goLive();
    watch.hearSentinel({ name: 'heard', behindMs: 200 });
    unheard(3);
    hear(4.75, loud);
    expect(watch.status.name).toBe('live');
    hear(0.5, loud);
    expect(watch.status).toMatchObject(path);
    expect(watch.alarms).toEqual([{ name: 'not-heard', by: 'relay' }]);
    expect(raised).toEqual(['not-heard begin 5 -20']);
    unheard(0);
    expect(watch.status.name).toBe('live');
    expect(watch.alarms).toEqual([]);
  });

  test('are none while the mix itself, or the service, is away', () => {
    goLive();
    unheard(3, { mix: 'none' });
    hear(0.9, loud);
    unheard(3, { service: { name: 'connecting', attempt: 1 } });
    hear(6, loud);
    expect(watch.alarms).toEqual([]);
    unheard(3);
    hear(5.25, loud);
    expect(watch.status).toMatchObject(path);
  });

  test('are told by the ear too, where it hears their way', () => {
    goLive();
    watch.hearSentinel({ name: 'not-heard', forMs: 6_000, by: 'relay' });
    expect(watch.status).toMatchObject(path);
    expect(watch.sentinel).toEqual({ name: 'not-heard', forMs: 6_000, by: 'relay' });
  });
});

test('listeners that hear badly are a state', () => {
  goLive();
  watch.follow({ ...live(), audience: { ...online.audience, hearing: 12, hearingBadly: 4 } });
  expect(watch.status).toMatchObject({ degraded: { part: 'listeners', badly: 4, of: 12 } });
});
