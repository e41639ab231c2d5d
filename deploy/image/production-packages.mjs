import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

import { Complaint } from '../../scripts/lib/run.mjs';

/** What a package needs to run. Declarations, maps, sources, tests and papers stay out. */
const runs = new Set(['.js', '.cjs', '.mjs', '.json', '.node']);
const papers = /^(?:licen[cs]e|copying|notice)/i;
/** What tools of its own makers read. */
const settings = /^\.|^tsconfig|\.config\.[cm]?js$/;
const apart = new Set([
  'node_modules',
  'test',
  'tests',
  '__tests__',
  'example',
  'examples',
  'docs',
  'types',
  'src',
]);

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where a package finds another: Node's own walk up the folders. Null where it was not installed. */
function find(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(found)) return realpathSync(found);
    if (folder === dirname(folder)) return null;
  }
}

/** The image is Debian's: Linux with glibc. */
function fits({ cpu = [], libc = [], os = [] }, wanted) {
  const has = (list, one) => list.length === 0 || list.includes(one);
  return has(cpu, wanted) && has(os, 'linux') && has(libc, 'glibc');
}

function copyFiles(from, to) {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    if (entry.isDirectory()) {
      if (!apart.has(entry.name)) copyFiles(source, join(to, entry.name));
    } else if (papers.test(entry.name) || (runs.has(extname(entry.name)) && !settings.test(entry.name))) {
      mkdirSync(to, { recursive: true });
      cpSync(source, join(to, entry.name));
    }
  }
}

/**
 * Copies the packages that one of the workspace needs in production, and those that they need, as the lock file had them
 * installed: nothing is looked up anew, so nothing can differ from what was tested. One version of each stands beside the
 * others; a second one goes to who asks for it.
 * @throws {Complaint} where a package that must be there is not installed, or none of the optional ones fits the processor
 */
export function copyProductionPackages(from, to, cpu) {
  const placed = new Map();
  const visit = (source, target, seen) => {
    const { dependencies = {}, name, optionalDependencies = {} } = manifestOf(source);
    const optional = Object.keys(optionalDependencies);
    const fitting = optional.filter((one) => {
      const found = find(one, source);
      return found !== null && fits(manifestOf(found), cpu);
    });
    if (optional.length > 0 && fitting.length === 0)
      throw new Complaint(`${name} has no native part for ${cpu}: it was not installed for that processor.`);
    const needed = Object.keys(dependencies).filter(
      (one) => !optional.includes(one) && !one.startsWith('@types/'),
    );
    for (const one of [...needed, ...fitting]) {
      const found = find(one, source);
      if (found === null) throw new Complaint(`${one}, which ${name} needs, is not installed.`);
      if (seen.has(found)) continue;
      const { version } = manifestOf(found);
      const beside = placed.get(one);
      const place = beside === undefined || beside === version ? to : target;
      if (place === to && beside === version) continue;
      if (place === to) placed.set(one, version);
      const home = join(place, 'node_modules', one);
      copyFiles(found, home);
      visit(found, home, new Set([...seen, found]));
    }
  };
  visit(from, to, new Set());
}
