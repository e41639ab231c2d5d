// Reads what each file of the repository imports: types too, and whatever else it names another file or package by.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import { parseSync, Visitor } from 'oxc-parser';
import { ResolverFactory } from 'oxc-resolver';

import { root } from '../lib/run.mjs';

/**
 * @typedef {object} Import
 * @property {string} from the file that imports: a path from the root, with `/`
 * @property {number} line where, from 1
 * @property {string} specifier what it wrote
 * @property {boolean} isOurs whether it means a file or a package of this repository
 * @property {string | null} to of ours the path from the root; null: there is no such file, or it is another's
 * @property {boolean} starts a program that it starts (`new URL('x.ts', import.meta.url)`): loaded, but into another process
 */

const code = /\.(?:ts|tsx|mjs|cjs|js)$/;
const ignored = new Set(['node_modules', 'out', 'dist', 'coverage', 'pictures']);
const resolver = new ResolverFactory({
  conditionNames: ['import', 'types', 'default'],
  extensions: ['.ts', '.tsx', '.mjs', '.js'],
});

/** No picture, sheet or list. @param {string} path */
const isCode = (path) => code.test(path);

/** All files of the repository that hold code: paths from the root. @returns {string[]} */
export function codeFiles(folder = '') {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return isCode(path) ? [path] : [];
    return entry.name.startsWith('.') || ignored.has(entry.name) ? [] : codeFiles(path);
  });
}

/** What a file imports. @param {string} from a path from the root @returns {Import[]} */
export function importsOf(from, text = readFileSync(join(root, from), 'utf8')) {
  const { errors, module, program } = parseSync(from, text);
  if (errors.length > 0) throw new Error(`${from}: ${errors[0].message}`);
  /** @type {{ specifier: string, at: number, starts?: boolean }[]} */
  const found = [];
  for (const { moduleRequest } of module.staticImports)
    found.push({ specifier: moduleRequest.value, at: moduleRequest.start });
  for (const { moduleRequest } of module.staticExports.flatMap(({ entries }) => entries))
    if (moduleRequest) found.push({ specifier: moduleRequest.value, at: moduleRequest.start });
  // Walking through a whole file takes longer than all of this, and hardly any file has what it is done for.
  if (/\b(?:import|require|resolve|URL|mock|importActual)\s*\(/.test(text))
    found.push(...namedWithin(program));
  return found
    .map(({ at, specifier, starts = false }) => ({
      from,
      line: text.slice(0, at).split('\n').length,
      specifier,
      isOurs: starts || /^(?:\.|@mauzin\/)/.test(specifier),
      to: resolved(from, specifier, starts),
      starts,
    }))
    .filter(({ starts, to }) => (to === null ? !starts : isCode(to)));
}

/** `import('x')`, as a value and as a type, `require('x')`, `vi.mock('x')`, and files that are named to be started. */
function namedWithin(program) {
  const found = [];
  const add = (node, starts = false) => {
    const specifier = textOf(node);
    if (specifier !== null) found.push({ specifier, at: node.start, starts });
  };
  new Visitor({
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    TSExternalModuleReference: ({ expression }) => add(expression),
    CallExpression: ({ arguments: [first], callee }) => {
      const { name, object, property } = callee;
      const isMock = object?.name === 'vi' && /mock|import/i.test(property.name);
      if (first && (name === 'require' || object?.name === 'require' || isMock)) add(first);
    },
    NewExpression: ({ arguments: [first, second], callee }) => {
      const isBeside = second?.type === 'MemberExpression' && second.object.type === 'MetaProperty';
      if (callee.name === 'URL' && isBeside) for (const node of branchesOf(first)) add(node, true);
    },
  }).visit(program);
  return found;
}

function textOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0
    ? node.quasis[0].value.cooked
    : null;
}

/** Both sides of `isBuilt ? './a.js' : './a.ts'`. */
const branchesOf = (node) =>
  node.type === 'ConditionalExpression' ? [node.consequent, node.alternate] : [node];

/** Where of ours a name leads to: a path from the root. Null: nowhere, or to another's package. */
function resolved(from, specifier, starts) {
  const name = specifier.replace(/\?.*$/, '');
  if (!starts && !/^(?:\.|@mauzin\/)/.test(name)) return null;
  const beside = starts && !name.startsWith('.') ? `./${name}` : name;
  const { path } = resolver.sync(join(root, dirname(from)), beside);
  if (path === undefined) return null;
  const to = relative(root, path).split(sep).join('/');
  // What is built is not there before, and the answer must be the same: a program that is started from there is nobody's source.
  return starts && to.split('/').some((folder) => ignored.has(folder)) ? null : to;
}
