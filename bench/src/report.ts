import type { Machine } from './machine.ts';
import { columns } from './columns.ts';

/** What a figure is to reach; figures without a goal are there to be compared. */
export interface Goal {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/**
 * Which way a figure is better. `context` is there to understand the others by (a baseline, a difference around zero) and
 * is never judged.
 */
export type Better = 'lower' | 'higher' | 'context';

export type Unit =
  | '% of a core'
  | 'a second'
  | 'bytes'
  | 'kB'
  | 'listeners'
  | 'MB'
  | 'ms'
  | 'ratio'
  | 'requests'
  | 'share'
  | 'µs';

export interface FigureInfo {
  readonly unit: Unit;
  readonly better: Better;
  /** One line: what it is. */
  readonly meaning: string;
  readonly goal?: Goal;
}

/** Keyed by figure, in the order of the table. A figure that is not described here does not exist. */
export type FigureInfos<F extends string = string> = Readonly<Record<F, FigureInfo>>;

export interface BenchReport {
  readonly bench: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly machine: Machine;
}

/** Exactly one JSON object on one line. @throws when a figure is not a number: JSON would turn it into null */
export function toJson({ bench, figures, machine }: BenchReport): string {
  for (const [name, value] of Object.entries(figures)) {
    if (!Number.isFinite(value)) throw new Error(`${name} could not be measured (${value})`);
  }
  return JSON.stringify({ bench, figures, machine });
}

export const reaches = (value: number, { atMost, atLeast }: Goal): boolean =>
  (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);

/** A table for people: figure, value, goal and whether it is reached, meaning. */
export function toTable({ bench, figures, machine }: BenchReport, infos: FigureInfos): string {
  const rows = Object.entries(figures).map(([name, value]) => {
    const info = infos[name];
    return [name, String(value), verdict(value, info?.goal), info?.meaning ?? ''];
  });
  const system = `${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, ${machine.system}`;
  const programs = `Node ${machine.node}, Chromium ${machine.chromium ?? 'none'}, load before ${machine.loadAverage}`;
  return [bench, ...columns([['figure', 'value', 'goal', 'meaning'], ...rows]), system, programs, ''].join(
    '\n',
  );
}

function verdict(value: number, goal: Goal | undefined): string {
  if (goal === undefined) return '';
  const wanted = [
    ...(goal.atMost === undefined ? [] : [`≤ ${goal.atMost}`]),
    ...(goal.atLeast === undefined ? [] : [`≥ ${goal.atLeast}`]),
  ];
  return `${wanted.join(', ')} ${reaches(value, goal) ? 'reached' : 'MISSED'}`;
}
