import { readFile, writeFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { withReference } from './reference.ts';
import { chapters, variables } from './variables.ts';

const page = new URL('../../../../docs/configuration.md', import.meta.url);
/** `UPDATE=1 vitest run apps/signal/src/config` writes the page. */
const isUpdate = process.env['UPDATE'] === '1';

it('docs/configuration.md says of every variable what the code does', async () => {
  const written = await readFile(page, 'utf8');
  const made = withReference(written);
  if (isUpdate) await writeFile(page, made);
  const now = await readFile(page, 'utf8');
  expect(now, 'Run UPDATE=1 pnpm exec vitest run apps/signal/src/config').toBe(made);
});

it('every variable has its own name, and a place in the reference', () => {
  const all = Object.values(variables).map(({ name }) => name);
  expect(new Set(all).size).toBe(all.length);
  expect(chapters.flatMap((chapter) => chapter.variables.map(({ name }) => name))).toEqual(all);
});

it('a default holds to its own range', () => {
  for (const { fallback, kind, name } of Object.values(variables)) {
    if (typeof fallback !== 'string' && typeof fallback !== 'number') continue;
    expect([name, kind.parse(String(fallback))]).toEqual([name, { ok: true, value: fallback }]);
  }
});

it('a page without a place for it is told', () => {
  expect(() => withReference('# Configuration')).toThrow('needs the lines');
});
