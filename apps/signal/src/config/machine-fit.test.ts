import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { defaultLimits } from '../limits.ts';
import { machineRoom, misfits } from './machine-fit.ts';

const megabyte = 1024 * 1024;
const root = (name: string): string => readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8');
const found = (text: string, shape: RegExp): number => Number(shape.exec(text)?.[1] ?? Number.NaN);

const demand = { relayProcesses: 2, relayListeners: 600, maxConnections: defaultLimits.maxConnections };
const room = { memoryBytes: 2_048 * megabyte, tasks: null, cpus: 2 };

it('a full relay fits a machine that is large enough', () => {
  expect(misfits(demand, room)).toEqual([]);
  expect(misfits(demand, { ...room, tasks: 256, cpus: 64 })).toEqual([]);
});

it('what is wrong is said, and how many of the processes fit', () => {
  expect(misfits({ ...demand, relayProcesses: 4 }, { ...room, memoryBytes: 512 * megabyte })).toEqual([
    { what: 'memory', has: 512 * megabyte, needs: expect.any(Number), fittingProcesses: 2 },
  ]);
  expect(misfits(demand, { ...room, memoryBytes: 64 * megabyte })).toMatchObject([{ fittingProcesses: 0 }]);
  expect(misfits({ ...demand, relayProcesses: 8 }, { ...room, tasks: 64, memoryBytes: Infinity })).toEqual([
    { what: 'tasks', has: 64, needs: 16 + 8 * 20, fittingProcesses: 2 },
  ]);
});

it('the limits of compose.yaml and of fly.toml fit the relay that they set up', () => {
  const compose = root('compose.yaml').split('\n  caddy:', 1)[0] ?? '';
  const composed = {
    memoryBytes: found(compose, /mem_limit: (\d+)m/) * megabyte,
    tasks: found(compose, /pids_limit: (\d+)/),
    cpus: 32,
  };
  const composedDemand = { ...demand, relayProcesses: found(compose, /MAUZIN_RELAY_PROCESSES: '(\d+)'/) };
  expect(misfits(composedDemand, composed)).toEqual([]);
  const fly = root('fly.toml');
  // What the system itself takes of a machine of its own.
  const systemBytes = 60 * megabyte;
  const machine = {
    memoryBytes: found(fly, /memory = '(\d+)mb'/) * megabyte - systemBytes,
    tasks: null,
    cpus: 1,
  };
  const flyDemand = {
    relayProcesses: found(fly, /MAUZIN_RELAY_PROCESSES = '(\d+)'/),
    relayListeners: found(fly, /MAUZIN_RELAY_LISTENERS = '(\d+)'/),
    maxConnections: defaultLimits.maxConnections,
  };
  expect(misfits(flyDemand, machine)).toEqual([]);
});

it('this machine has something', async () => {
  const { cpus, memoryBytes, tasks } = await machineRoom();
  expect(cpus).toBeGreaterThan(0);
  expect(memoryBytes).toBeGreaterThan(64 * megabyte);
  expect(tasks === null || tasks > 0).toBe(true);
});
