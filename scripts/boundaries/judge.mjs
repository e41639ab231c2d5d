// Judges imports by the table, and finds circles. Pure.
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path/posix';

/**
 * @typedef {import('./imports.mjs').Import} Import
 * @typedef {import('./table.mjs').Block} Block
 * @typedef {import('./table.mjs').Row} Row
 * @typedef {{ block: Block, at: string, name: string, row: Row, path: string }} Place `path`: the row's, from the root
 */

const isTest = (path) => /\.(?:test|spec)\.\w+$/.test(path) || /(?:^|\/)testing\//.test(path);
const isWithin = (path, folder) => folder === '' || path === folder || path.startsWith(`${folder}/`);
const joined = (...parts) => parts.filter((part) => part !== '').join('/');
/** The words of a list in the table. */
const words = (list = '') => list.split(' ').filter((word) => word !== '');
const longest = (paths) => paths.toSorted((a, b) => b.length - a.length)[0];

/** Whether a package, or a part of it, is meant by `node:*` or `valibot`. */
const isMeant = (name, pattern) =>
  pattern === 'node:*' ? isBuiltin(name) : name === pattern || name.startsWith(`${pattern}/`);

/** The row that holds for a file; null: none does. @returns {Place | null} */
export function placeOf(file, table) {
  const at = longest(Object.keys(table).filter((folder) => isWithin(file, folder)));
  const block = table[at];
  const name = longest(Object.keys(block?.rows ?? {}).filter((row) => isWithin(file, joined(at, row))));
  if (name === undefined) return null;
  const path = joined(at, name);
  const isTop = words(block.rows[name].uses).includes(`${name}/*`);
  return isTop && dirname(file) !== path ? null : { block, at, name, row: block.rows[name], path };
}

/**
 * What is wrong with these imports, one sentence each.
 * @param {readonly Import[]} imports
 */
export function crossings(imports, table) {
  return imports.flatMap((one) => {
    const problem = crossing(one, table);
    return problem === null ? [] : [`${one.from}:${one.line} imports ${one.specifier}: ${problem}`];
  });
}

function crossing({ from, isOurs, specifier, to }, table) {
  const here = placeOf(from, table);
  if (here === null) return 'no row of the table holds for this file.';
  const ban = bansOn(from, here).find((each) => isMeant(specifier, each));
  if (ban !== undefined) return `${here.path} never imports ${ban}.`;
  if (!isOurs) return null;
  const isByName = specifier.startsWith('@');
  if (isByName && !words(here.block.uses).some((name) => isMeant(specifier, name)))
    return `${here.at} may not use ${specifier}.`;
  if (to === null) return 'there is no such file, or its package.json lists no such door.';
  const there = placeOf(to, table);
  if (there === null) return `no row of the table holds for ${to}.`;
  if (isTest(to) && !isTest(from) && !here.row.isTesting)
    return 'only tests may import tests and what is made for them.';
  if (here.at === there.at) return crossingWithin(here, there, from, to);
  return isByName ? null : crossingByPath(here, there, to);
}

/** What a file never imports: by its block, and by each row that it lies within. @returns {string[]} */
function bansOn(file, { at, block }) {
  const rows = Object.entries(block.rows).filter(([name]) => isWithin(file, joined(at, name)));
  return [block, ...rows.map(([, row]) => row)].flatMap(({ never }) => words(never));
}

/** Between two rows of a package. */
function crossingWithin(here, there, from, to) {
  if (here.path === there.path || (isTest(from) && !here.row.isTesting)) return null;
  if (!rowsMeant(here.row.uses, here.block).includes(there.name))
    return `${here.path} may not use ${there.path}.`;
  return isDoor(there, to) ? null : `that is past the door of ${there.path}.`;
}

/** Into another package, but not by its name. */
function crossingByPath(here, there, to) {
  if (!words(here.block.reaches).includes(there.path)) return 'another package is entered by its name alone.';
  return isDoor(there, to) ? null : `that is past the door of ${there.path}.`;
}

/** The rows that a list of them means, `src/*` resolved. @returns {string[]} */
const rowsMeant = (uses, { rows }) =>
  words(uses).flatMap((each) =>
    each.endsWith('/*') ? Object.keys(rows).filter((row) => row.startsWith(each.slice(0, -1))) : [each],
  );

function isDoor({ path, row }, file) {
  return row.doors === '*' || path === file || words(row.doors).some((door) => joined(path, door) === file);
}

/**
 * Circles: who stands in each, in order, the first of them again at the end. One for each knot.
 * @param {ReadonlyMap<string, Iterable<string>>} graph who leads to whom
 */
export function circles(graph) {
  const found = [];
  const state = new Map();
  const way = [];
  const visit = (node) => {
    state.set(node, 'open');
    way.push(node);
    for (const next of graph.get(node) ?? []) {
      if (state.get(next) === 'open') found.push([...way.slice(way.indexOf(next)), next].join(' → '));
      else if (!state.has(next)) visit(next);
    }
    way.pop();
    state.set(node, 'done');
  };
  for (const node of graph.keys()) if (!state.has(node)) visit(node);
  return found;
}

/** Which file loads which. @param {readonly Import[]} imports */
export function filesGraph(imports) {
  const graph = new Map();
  for (const { from, isOurs, starts, to } of imports)
    if (isOurs && !starts && to !== null) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return graph;
}

/** Which row uses which, as the table has it. */
export function rowsGraph(table) {
  return new Map(
    Object.entries(table).flatMap(([at, block]) =>
      Object.entries(block.rows).map(([name, { uses }]) => [
        joined(at, name),
        rowsMeant(uses, block)
          .filter((each) => each !== name)
          .map((each) => joined(at, each)),
      ]),
    ),
  );
}

/** What the table allows and nobody needs. @param {readonly Import[]} imports */
export function idle(imports, table) {
  const used = new Set();
  const entered = new Set();
  for (const { from, isOurs, to } of imports) {
    const [here, there] = [placeOf(from, table), isOurs && to !== null ? placeOf(to, table) : null];
    if (here === null || there === null || here.path === there.path) continue;
    if (here.at === there.at && isTest(from) && !here.row.isTesting) continue;
    used.add(`${here.path} → ${there.path}`);
    entered.add(to);
  }
  const ways = Object.entries(table).flatMap(([at, { rows }]) =>
    Object.entries(rows).flatMap(([name, { uses }]) =>
      words(uses)
        .filter((each) => !each.endsWith('/*'))
        .map((each) => `${joined(at, name)} → ${joined(at, each)}`),
    ),
  );
  return [...ways.filter((way) => !used.has(way)), ...doorsOf(table).filter((door) => !entered.has(door))];
}

/** All doors that the table names, as paths from the root. */
export function doorsOf(table) {
  return Object.entries(table).flatMap(([at, { rows }]) =>
    Object.entries(rows).flatMap(([name, { doors }]) =>
      words(doors)
        .filter((door) => door !== '*')
        .map((door) => joined(at, name, door)),
    ),
  );
}
