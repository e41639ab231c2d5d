import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { failures } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { idleStats } from '../testing/idle-stats.ts';
import { variables } from '../config/variables.ts';
import { silentLogger } from '../service-logger.ts';
import { createMetrics } from './metrics.ts';

const sources = fileURLToPath(new URL('..', import.meta.url));
const doc = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');

const levels = ['debug', 'info', 'warn', 'error'];

interface Line {
  readonly event: string;
  readonly levels: readonly string[];
}

/** The cells of each row under a heading. */
function rowsUnder(heading: string): string[][] {
  const chapter = doc.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return chapter
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const quoted = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);

const told: Line[] = rowsUnder('What the log says').flatMap(([events, level = '']) =>
  quoted(events).map((event) => ({ event, levels: level.split(', ') })),
);

/** From the call's opening bracket to its closing one. */
function bracketAt(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if ('([{'.includes(text[at] ?? '')) depth += 1;
    if (')]}'.includes(text[at] ?? '')) depth -= 1;
    if (depth === 0) return text.slice(open, at + 1);
  }
  return text.slice(open);
}

/** Every call of a logger in a source: its levels, and its event; null where that is no plain text. */
function callsIn(text: string): { levels: readonly string[]; event: string | null; call: string }[] {
  const calls = text.matchAll(/\blogger(?:\.(debug|info|warn|error)|\[([^\]]+)\])\(/g);
  return [...calls].map(({ 0: head, 1: level, 2: choice, index }) => {
    const call = bracketAt(text, index + head.length - 1);
    const event = /'([^']+)',?\s*\)$/.exec(call)?.[1] ?? null;
    const named = level === undefined ? levels.filter((one) => choice?.includes(`'${one}'`)) : [level];
    return { levels: named, event, call: call.replaceAll(/\s+/g, ' ') };
  });
}

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'))
  .map((file) => ({ file, text: readFileSync(join(sources, file), 'utf8') }));

/** What a room notes is logged by its own name. */
const notes = (): Line[] => {
  const types = files.find(({ file }) => file.endsWith('room-types.ts'))?.text ?? '';
  const [, union = ''] = /export type RoomNote =([\s\S]*?)\n\n/.exec(types) ?? [];
  const names = [...union.matchAll(/readonly note: ([^;]+);/g)].flatMap(([, all = '']) =>
    [...all.matchAll(/'([^']+)'/g)].flatMap(([, name]) => name ?? []),
  );
  return names.map((event) => ({ event, levels: event === 'moved' ? ['debug'] : ['info'] }));
};

const written: Line[] = files
  .flatMap(({ text }) => callsIn(text))
  .flatMap(({ event, ...call }) => (event === null ? [] : [{ event, levels: call.levels }]));

describe('docs/operations.md', () => {
  it('has every line that the service logs, with its level, and none besides', () => {
    expect(written.length).toBeGreaterThan(25);
    expect(notes().length).toBeGreaterThan(4);
    const inCode = byEvent([...written, ...notes()]);
    expect(byEvent(told)).toEqual(inCode);
  });

  it('knows every call of a logger whose event is no plain text', () => {
    const others = files.flatMap(({ file, text }) =>
      callsIn(text).flatMap(({ event, call }) => (event === null ? [`${file}: ${call}`] : [])),
    );
    expect(others).toEqual([
      expect.stringMatching(/^hosts\/station-host\.ts: .* note\)$/),
      expect.stringMatching(/^hosts\/station-host\.ts: .* effect\.note\)$/),
    ]);
  });

  it('has every failure with its close code and when it comes back', () => {
    const rows = rowsUnder('What peers are told').map(([code, name = '', back]) => [
      code,
      quoted(name)[0],
      back,
    ]);
    for (const [name, { closeCode, retry }] of Object.entries(failures))
      expect(rows).toContainEqual([String(closeCode), name, retry]);
  });

  it('has every answer before there is a socket, and of the live stream', () => {
    const rows = rowsUnder('What peers are told').map(
      ([status, name = '']) => `${status} ${quoted(name)[0]}`,
    );
    const upgrade = files.find(({ file }) => file.endsWith('upgrade.ts'))?.text ?? '';
    const live = files.find(({ file }) => file.endsWith('live.ts'))?.text ?? '';
    const answers = [
      ...upgrade.matchAll(/'?([\w-]+)'?: \{\s*status: '(\d{3})/g),
      ...live.matchAll(/'?([\w-]+)'?: \{\s*status: (\d{3})/g),
    ];
    expect(answers.length).toBeGreaterThan(9);
    for (const [, name, status] of answers) expect(rows).toContain(`${status} ${name}`);
  });

  it('has every figure, and none besides', async () => {
    const metrics = createMetrics({
      statsOf: () => idleStats,
      storeFigures: () => ({ databaseAway: false, liveElsewhere: 0 }),
      version: '0',
      host: '127.0.0.1',
      port: 0,
      logger: silentLogger,
    });
    const names = [...(await metrics.text()).matchAll(/^# TYPE (\S+)/gm)].flatMap(([, name]) => name ?? []);
    expect(
      rowsUnder('Figures')
        .flatMap(([cell]) => quoted(cell))
        .toSorted(),
    ).toEqual(names.toSorted());
  });

  it('asks for no figure in an alert that there is not', () => {
    const known = rowsUnder('Figures').flatMap(([cell]) => quoted(cell));
    const asked = rowsUnder('Alerts worth having').flatMap(([, query = '']) =>
      [...query.matchAll(/\b(?:mauzin|process)_\w+/g)].map(([name]) => name.replace(/_bucket$/, '')),
    );
    expect(asked.length).toBeGreaterThan(8);
    for (const name of asked) expect(known).toContain(name);
  });

  it('names only variables that there are', () => {
    const names = Object.values(variables).map(({ name }) => name);
    for (const [name] of doc.matchAll(/\bMAUZIN_[A-Z_]+/g)) expect(names).toContain(name);
  });
});

/** One entry for each event, with all of its levels. */
function byEvent(lines: readonly Line[]): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const { event, levels: at } of lines)
    all[event] = [...new Set([...(all[event] ?? []), ...at])].toSorted();
  return all;
}
