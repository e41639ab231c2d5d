import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { root } from '../lib/run.mjs';
import { codeFiles, importsOf } from './imports.mjs';
import { circles, crossings, doorsOf, filesGraph, idle, placeOf, rowsGraph } from './judge.mjs';
import { table } from './table.mjs';

const files = codeFiles();
const imports = files.flatMap((file) => importsOf(file));
/** What would be said of a file with this text. */
const saidOf = (file, text) => crossings(importsOf(file, text), table);

test('every import keeps to the table', () => {
  expect(crossings(imports, table)).toEqual([]);
});

test('every file has a row, every package a block', () => {
  expect(files.filter((file) => placeOf(file, table) === null)).toEqual([]);
  const packages = ['apps', 'packages'].flatMap((at) =>
    readdirSync(join(root, at)).map((name) => `${at}/${name}`),
  );
  const withCode = packages.filter((at) => files.some((file) => file.startsWith(`${at}/`)));
  expect(withCode.filter((at) => !(at in table))).toEqual([]);
});

test('what the table names is there', () => {
  const rows = Object.entries(table).flatMap(([at, block]) =>
    Object.keys(block.rows).map((name) => join(at, name)),
  );
  expect([...rows, ...doorsOf(table)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect([...rowsGraph(table).values()].flat().filter((path) => !rowsGraph(table).has(path))).toEqual([]);
});

test('the table allows no more than is needed', () => {
  expect(idle(imports, table)).toEqual([]);
});

test('files stand in no circle, types included', () => {
  expect(circles(filesGraph(imports))).toEqual([]);
});

test('folders stand in no circle', () => {
  expect(circles(rowsGraph(table))).toEqual([]);
});

// What follows proves that the tests above see something.

test('whatever names a file or a package is found', () => {
  const text = `
    import { a } from './a.ts';
    import type { B } from './b.ts';
    import { type C } from './c.ts';
    import './d.ts';
    export * from './e.ts';
    export type { F } from './f.ts';
    type G = import('./g.ts').G;
    const h = await import('./h.ts');
    const i = require('./i.cjs');
    const j = await import(\`./j.ts\`);
    vi.mock('./k.ts');
    vi.importActual('./l.ts');
    import m = require('./m.ts');
    import n from './n.ts?worker&url';
    declare module './o.ts' {}
  `;
  const found = importsOf('apps/signal/src/planted.ts', text).map(({ line, specifier }) => [line, specifier]);
  expect(found.toSorted(([a], [b]) => a - b)).toEqual([
    [2, './a.ts'],
    [3, './b.ts'],
    [4, './c.ts'],
    [5, './d.ts'],
    [6, './e.ts'],
    [7, './f.ts'],
    [8, './g.ts'],
    [9, './h.ts'],
    [10, './i.cjs'],
    [11, './j.ts'],
    [12, './k.ts'],
    [13, './l.ts'],
    [14, './m.ts'],
    [15, './n.ts?worker&url'],
  ]);
  const started = `fork(new URL(isBuilt ? './sound/relay/gone.js' : './sound/relay/relay-process.ts', import.meta.url))`;
  expect(importsOf('apps/signal/src/planted.ts', started)).toMatchObject([
    { to: 'apps/signal/src/sound/relay/relay-process.ts', starts: true },
  ]);
});

const shared = '../../../../packages/shared/src';
test.each([
  // Between packages.
  [
    'apps/signal/src/room/x.ts',
    `import { hello } from '${shared}/protocol/messages.ts'`,
    'by its name alone',
  ],
  ['apps/signal/src/room/x.ts', `import { hello } from '${shared}/index.ts'`, 'by its name alone'],
  [
    'apps/signal/src/room/x.ts',
    `import { hello } from '@mauzin/shared/src/protocol/messages.ts'`,
    'lists no such door',
  ],
  [
    'apps/signal/src/serve.ts',
    `import type { Desktop } from '../../desktop/src/main/desktop.ts'`,
    'by its name alone',
  ],
  [
    'apps/signal/src/serve.test.ts',
    `import { Desktop } from '../../desktop/src/main/desktop.ts'`,
    'by its name alone',
  ],
  [
    'packages/shared/src/page/x.ts',
    `import { FanOut } from '../../../media/src/index.ts'`,
    'by its name alone',
  ],
  [
    'packages/shared/src/page/x.ts',
    `import type { FanOut } from '@mauzin/media'`,
    'shared may not use @mauzin/media',
  ],
  [
    'packages/media/src/rtp/x.ts',
    `import { ipc } from '@mauzin/desktop-contract'`,
    'media may not use @mauzin/desktop-contract',
  ],
  [
    'apps/desktop/src/main/x.ts',
    `import { launch } from '../../../../e2e/src/index.ts'`,
    'by its name alone',
  ],
  ['e2e/src/x.ts', `import type { Config } from '../../apps/signal/src/config/kinds.ts'`, 'past the door'],
  // Between folders of one.
  ['apps/desktop/src/engine/x.ts', `import { Desktop } from '../main/desktop.ts'`, 'engine may not use'],
  ['apps/desktop/src/engine/x.ts', `type D = import('../main/desktop.ts').Desktop`, 'engine may not use'],
  [
    'apps/desktop/src/main/x.ts',
    `const audience = await import('../engine/audience/audience.ts')`,
    'main may not use',
  ],
  ['apps/desktop/src/headless/x.ts', `export * from '../engine/index.ts'`, 'past the door'],
  ['apps/signal/src/edge/http/x.ts', `import { decodeHello } from '../sockets/decode.ts'`, 'past the door'],
  [
    'apps/signal/src/sound/relay/x.ts',
    `import type { SignalServiceOptions } from '../../options.ts'`,
    'relay may not use',
  ],
  ['apps/signal/src/sound/relay/x.ts', `fork(new URL('../../cli.ts', import.meta.url))`, 'relay may not use'],
  [
    'packages/shared/src/protocol/x.ts',
    `import type { Language } from '../texts/index.ts'`,
    'protocol may not use',
  ],
  ['e2e/heard/x.spec.ts', `import { gapsOf } from '../src/gaps.ts'`, 'past the door'],
  ['e2e/heard/x.spec.ts', `import { every } from '../gallery/every-pair.ts'`, 'heard may not use'],
  // Packages of others.
  ['packages/shared/src/page/x.ts', `import { readFile } from 'node:fs/promises'`, 'never imports node:*'],
  ['packages/shared/src/page/x.test.ts', `import { readFile } from 'fs/promises'`, 'never imports node:*'],
  ['apps/desktop/src/renderer/ui/x.ts', `import { ipcRenderer } from 'electron'`, 'never imports electron'],
  [
    'apps/desktop/src/renderer/ui/x.ts',
    `import { FanOut } from '@mauzin/media'`,
    'never imports @mauzin/media',
  ],
  ['apps/desktop/src/renderer/core/x.ts', `import { useState } from 'react'`, 'never imports react'],
  ['apps/listener/src/core/x.ts', `import { createStore } from 'zustand/vanilla'`, 'never imports zustand'],
  // Tests, and what is made for them.
  ['apps/signal/src/room/x.ts', `import { Scene } from '../testing/harness.ts'`, 'only tests'],
  ['apps/signal/src/room/x.ts', `import { FakeClock } from '@mauzin/shared/testing'`, 'only tests'],
  ['apps/signal/src/room/x.ts', `import './room.test.ts'`, 'only tests'],
  // What is nowhere.
  ['apps/signal/src/radio/x.ts', `import { systemClock } from '../clock.ts'`, 'no row'],
  ['apps/signal/src/room/x.ts', `import type { Gone } from './gone.ts'`, 'no such file'],
])('planted in %s: %s', (file, text, problem) => {
  expect(saidOf(file, `\n${text};\n`)).toEqual([
    expect.stringMatching(new RegExp(`^${file}:2 imports .+: .*${problem.replaceAll('*', '\\*')}`)),
  ]);
});

test.each([
  ['apps/signal/src/room/x.ts', `import { hello } from '@mauzin/shared'`],
  ['apps/signal/src/room/x.test.ts', `import { FakeClock } from '@mauzin/shared/testing'`],
  ['apps/signal/src/room/x.test.ts', `import { decodeHello } from '../edge/sockets/decode.ts'`],
  ['apps/signal/src/options.ts', `import { newPeerId } from './edge/sockets/peer-id.ts'`],
  ['apps/desktop/src/main/x.ts', `import type { EngineConfig } from '../engine/contract.ts'`],
])('allowed in %s: %s', (file, text) => {
  expect(saidOf(file, text)).toEqual([]);
});

test('a circle is told whole, however long', () => {
  const loads = (from, to) => ({ from, to, isOurs: true, starts: false });
  const graph = filesGraph([
    loads('a', 'b'),
    loads('b', 'c'),
    loads('c', 'a'),
    loads('c', 'd'),
    loads('d', 'd'),
  ]);
  expect(circles(graph)).toEqual(['a → b → c → a', 'd → d']);
  // A process that is started may well import what its starter exports.
  expect(circles(filesGraph([loads('a', 'b'), { ...loads('b', 'a'), starts: true }]))).toEqual([]);
});

test('a door and a way that nobody takes are told', () => {
  const loads = (from, to) => ({ from, to, isOurs: true, starts: false });
  const rows = { roof: { uses: 'wall cellar' }, wall: { doors: 'gate.ts hatch.ts' }, cellar: {} };
  expect(idle([loads('app/roof/a.ts', 'app/wall/gate.ts')], { app: { uses: '', rows } })).toEqual([
    'app/roof → app/cellar',
    'app/wall/hatch.ts',
  ]);
});

test('rows that use each other are a circle', () => {
  const [bridge, wall] = [{ uses: 'wall' }, { uses: 'bridge' }];
  expect(circles(rowsGraph({ app: { uses: '', rows: { bridge, wall } } }))).toEqual([
    'app/bridge → app/wall → app/bridge',
  ]);
});
