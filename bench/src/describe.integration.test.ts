import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

import { PAIRS } from './compare/judge.ts';
import type { Description } from './description.ts';
import { sum } from './statistics.ts';

/** What `pnpm bench compare` may take without names, should every bench have to be confirmed: half an hour. */
const BUDGET_SECONDS = 30 * 60;
/** Of it, for both commits to be installed and built. */
const SET_UP_SECONDS = 120;

const folder = join(import.meta.dirname, 'benches');
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));

async function describe(name: string): Promise<Description> {
  const program = ['--import', import.meta.resolve('tsx'), join(folder, `${name}.ts`), '--describe'];
  const { stdout } = await promisify(execFile)(process.execPath, program);
  return JSON.parse(stdout) as Description;
}

test('each bench says its figures and how long it takes; the quick ones fit into half an hour', async () => {
  const described = await Promise.all(names.map(describe));
  expect(described.map(({ bench }) => bench)).toEqual(names);
  for (const { figures, takesSeconds } of described) {
    expect(takesSeconds).toBeGreaterThan(0);
    const judged = Object.values(figures).filter(({ better }) => better !== 'context');
    expect(judged.length).toBeGreaterThan(0);
  }
  const quick = described.filter((one) => one.quick !== null);
  expect(quick.map(({ bench }) => bench)).toEqual(['fan-out', 'page', 'relay', 'signaling']);
  const once = sum(quick.map(({ quickSeconds }) => quickSeconds ?? 0));
  expect(SET_UP_SECONDS + 2 * (PAIRS + PAIRS) * once).toBeLessThan(BUDGET_SECONDS);
}, 120_000);
