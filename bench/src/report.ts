import type { Machine } from './machine.ts';

/** What a figure is to reach; figures without a goal are there to be compared. */
export interface Goal {
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface FigureInfo {
  /** One line: what it is, and its unit. */
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

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
