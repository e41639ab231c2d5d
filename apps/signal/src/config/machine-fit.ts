import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** What this process and its children may take together. */
export interface MachineRoom {
  /** Of the container, or of the machine, bytes. */
  readonly memoryBytes: number;
  /** Processes and threads that the container may have; null: as many as it wants. */
  readonly tasks: number | null;
  readonly cpus: number;
}

/** What the configuration may come to take. */
export interface RelayDemand {
  readonly relayProcesses: number;
  /** Of one process. */
  readonly relayListeners: number;
  readonly maxConnections: number;
}

/** Something does not fit: what there is, what full processes need, and how many of the processes fit. */
export interface Misfit {
  readonly what: 'memory' | 'tasks';
  readonly has: number;
  readonly needs: number;
  readonly fittingProcesses: number;
}

const megabyte = 1024 * 1024;
/** As the benches measure it (docs/operations.md, *Capacity*), rounded up. */
const mainBytes = 107 * megabyte;
const socketBytes = 10_000;
const relayProcessBytes = 61 * megabyte;
const relayListenerBytes = 190_000;
/** Node's own threads (1 that runs the program, 4 of V8, 4 for files, a few more). */
const threadsOfNode = 16;
/** libdatachannel has one for each processor, four at least, however many connections there are. */
const leastMediaThreads = 4;

/** Whether the relay, once it is full, fits what there is. Pure. Empty: it does. */
export function misfits(demand: RelayDemand, room: MachineRoom): readonly Misfit[] {
  const { maxConnections, relayListeners, relayProcesses } = demand;
  const oneTakes = {
    memory: relayProcessBytes + relayListeners * relayListenerBytes,
    tasks: threadsOfNode + Math.max(leastMediaThreads, room.cpus),
  };
  const mainTakes = { memory: mainBytes + maxConnections * socketBytes, tasks: threadsOfNode };
  const has = { memory: room.memoryBytes, tasks: room.tasks ?? Infinity };
  return (['memory', 'tasks'] as const).flatMap((what) => {
    const needs = mainTakes[what] + relayProcesses * oneTakes[what];
    if (needs <= has[what]) return [];
    const fittingProcesses = Math.max(0, Math.floor((has[what] - mainTakes[what]) / oneTakes[what]));
    return [{ what, has: has[what], needs, fittingProcesses }];
  });
}

/** Where the limit on processes and threads of a container stands: cgroup 2, and the one before it. */
const taskLimits = ['/sys/fs/cgroup/pids.max', '/sys/fs/cgroup/pids/pids.max'];

export async function machineRoom(): Promise<MachineRoom> {
  // 0, or more than there is: no limit.
  const limitBytes = process.constrainedMemory();
  const memoryBytes = limitBytes > 0 ? Math.min(limitBytes, totalmem()) : totalmem();
  const found = await Promise.all(taskLimits.map((file) => readFile(file, 'utf8').catch(() => '')));
  const limits = found.map((text) => Number(text.trim())).filter((limit) => limit > 0);
  return {
    memoryBytes,
    // `max`, or no file: none.
    tasks: limits.length === 0 ? null : Math.min(...limits),
    cpus: Math.max(cpus().length, availableParallelism()),
  };
}
