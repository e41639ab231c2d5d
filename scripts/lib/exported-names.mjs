import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './run.mjs';

/** Tests and what serves them alone; the texts of one language, which are called after it (`texts/air/ar.ts`). */
const apart = /\.test\.tsx?$|\/testing\/|\/texts\/[\w-]+\/[a-z]{2}\.ts$/;
const declared =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:const|class|function\*?|interface|type) (?<name>\w+)/gm;

/** What a source file declares and exports. What it hands on from another file is not its own. */
const namesIn = (text) => Array.from(text.matchAll(declared), ({ groups }) => groups.name);

/** The sources that run in the house: a list of paths (from the root, with slashes) and texts. */
export const productionSources = () => sourcesThat((path) => !apart.test(path));

/** What serves tests alone, but is no test. */
export const kitSources = () =>
  sourcesThat((path) => path.includes('/testing/') && !/\.test\.tsx?$/.test(path));

function sourcesThat(isMeant) {
  const sources = ['apps', 'packages'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => `${kind}/${name}/src`),
  );
  return sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((path) => /\.tsx?$/.test(path) && isMeant(path))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

/** The names that more than one file gives to something of its own, of one package or of two, with these files. */
export function sharedNames(sources) {
  const places = new Map();
  for (const { path, text } of sources)
    for (const name of new Set(namesIn(text))) places.set(name, [...(places.get(name) ?? []), path]);
  return new Map([...places].filter(([, paths]) => paths.length > 1));
}
