import { EventEmitter } from 'node:events';

import type { EngineState } from '@mauzin/desktop-contract';
import { expect, test } from 'vitest';

import { type EngineConfig, freshEngineState, type ToEngine } from '../../engine/contract.ts';
import { FakeClock } from '@mauzin/shared/testing';
import { type EngineProcess, EngineSupervisor } from './engine-supervisor.ts';

class FakeProcess extends EventEmitter implements EngineProcess {
  readonly received: ToEngine[] = [];
  killed = false;
  postMessage(message: ToEngine): void {
    this.received.push(message);
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
}

const config: EngineConfig = {
  station: { slug: 'noor', name: 'Noor', language: 'ar' },
  server: { kind: 'inside', port: 8080, key: 'k' },
  accessCode: null,
  recordTo: null,
};

function setUp() {
  const clock = new FakeClock();
  const processes: FakeProcess[] = [];
  const runs: number[] = [];
  const states: EngineState[] = [];
  const supervisor = new EngineSupervisor({
    fork: () => {
      const process = new FakeProcess();
      processes.push(process);
      return process;
    },
    clock,
    random: () => 1,
    config: () => config,
    onState: (state) => states.push(state),
    onMixSignal: () => undefined,
    onSentinelSignal: () => undefined,
    onRun: (run) => runs.push(run),
    log: () => undefined,
  });
  supervisor.start();
  return { clock, processes, runs, states, supervisor };
}

test('tells a new engine everything, once it listens', () => {
  const { processes, supervisor } = setUp();
  supervisor.setLive(true);
  processes[0]!.emit('message', { type: 'ready' });
  expect(processes[0]!.received.slice(-2)).toEqual([
    { type: 'configure', config },
    { type: 'set-live', live: true, onAirMs: null },
  ]);
});

test('starts another when it dies, with growing waits, and keeps the time on air', () => {
  const { clock, processes, runs, states, supervisor } = setUp();
  supervisor.setLive(true);
  const state: EngineState = { ...freshEngineState, air: { name: 'live', onAirMs: 1_000 } };
  processes[0]!.emit('message', { type: 'state', state });
  processes[0]!.emit('exit', 139);
  expect(states.at(-1)).toEqual({ ...freshEngineState, air: { name: 'starting' } });
  clock.advance(200);
  processes[1]!.emit('message', { type: 'ready' });
  expect(processes[1]!.received).toContainEqual({ type: 'set-live', live: true, onAirMs: 1_200 });
  processes[1]!.emit('exit', 139);
  clock.advance(399);
  expect(processes).toHaveLength(2);
  clock.advance(1);
  processes[2]!.emit('message', { type: 'ready' });
  // Told of a run only once its engine knows what is wanted: the first one never said that it listens.
  expect(runs).toEqual([2, 3]);
});

test('keeps the most that heard at once for one broadcast, whatever engines it takes', () => {
  const { clock, processes, states, supervisor } = setUp();
  const hear = (process: FakeProcess, air: EngineState['air'], peak: number): number | undefined => {
    const audience = { ...freshEngineState.audience, peak };
    process.emit('message', { type: 'state', state: { ...freshEngineState, air, audience } });
    return states.at(-1)?.audience.peak;
  };
  const live = { name: 'live', onAirMs: 0 } as const;
  supervisor.setLive(true);
  expect(hear(processes[0]!, live, 12)).toBe(12);
  processes[0]!.emit('exit', 139);
  expect(states.at(-1)?.audience.peak).toBe(12);
  clock.advance(200);
  expect(hear(processes[1]!, live, 3)).toBe(12);
  supervisor.setLive(true); // of what is on the air already: the same broadcast
  expect(hear(processes[1]!, live, 15)).toBe(15);
  supervisor.setLive(false);
  expect(hear(processes[1]!, { name: 'off' }, 15)).toBe(15);
  supervisor.setLive(true);
  expect(hear(processes[1]!, { name: 'off' }, 15)).toBe(0); // said before it knew
  expect(hear(processes[1]!, live, 1)).toBe(1);
});

test('tells an engine that the station was on the air until a moment ago, also one that starts later', () => {
  const { processes, supervisor } = setUp();
  supervisor.setLive(true, true);
  processes[0]!.emit('message', { type: 'ready' });
  const resumed = { type: 'set-live', live: true, onAirMs: null, resumes: true };
  expect(processes[0]!.received.at(-1)).toEqual(resumed);
  supervisor.setLive(false, true);
  expect(processes[0]!.received.at(-1)).toEqual({ type: 'set-live', live: false, onAirMs: null });
  supervisor.setLive(true);
  expect(processes[0]!.received.at(-1)).toEqual({ type: 'set-live', live: true, onAirMs: null });
});

test('ends an engine that hangs, and starts another', () => {
  const { clock, processes } = setUp();
  clock.advance(25_000); // a slow start is none
  processes[0]!.emit('message', { type: 'ready' });
  for (let second = 0; second < 60; second += 1) {
    clock.advance(1_000);
    processes[0]!.emit('message', { type: 'alive' });
  }
  clock.advance(5_000);
  expect(processes[0]!.killed).toBe(false);
  clock.advance(1_000);
  expect(processes[0]!.killed).toBe(true);
  processes[0]!.emit('exit', 143);
  clock.advance(200);
  expect(processes).toHaveLength(2);
});

test('ignores what cannot be read, and what an earlier engine still says', () => {
  const { clock, processes, states } = setUp();
  processes[0]!.emit('message', { type: 'state', state: { service: 'fine' } });
  expect(states).toEqual([]);
  processes[0]!.emit('exit', 1);
  clock.advance(200);
  processes[0]!.emit('message', { type: 'state', state: freshEngineState });
  expect(states).toHaveLength(1);
});

test('lets the engine say goodbye, and starts none afterwards', async () => {
  const { clock, processes, supervisor } = setUp();
  const closed = supervisor.close();
  expect(processes[0]!.received).toContainEqual({ type: 'stop' });
  clock.advance(2_999);
  expect(processes[0]!.killed).toBe(false);
  clock.advance(1);
  expect(processes[0]!.killed).toBe(true);
  processes[0]!.emit('exit', 0);
  await closed;
  await supervisor.close();
  clock.advance(60_000);
  expect(processes).toHaveLength(1);
});
