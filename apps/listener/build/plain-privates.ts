import { parseSync, type Plugin, Visitor } from 'vite';

/**
 * Writes private names (`#name`) as plain ones. The browsers that the page is for do not know them, and what the tools make
 * of them otherwise (a WeakMap for each) is an eighth of all that a phone loads. That nobody reaches for them is checked
 * before, by the compiler.
 */
export function plainPrivates(): Plugin {
  return {
    name: 'mauzin-plain-privates',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: { include: /\.tsx?$/, exclude: /node_modules/ }, code: '#' },
      handler: (code, id) => ({ code: withoutPrivates(id, code), map: null }),
    },
    renderChunk: (code) => ({ code: withShortNames(code), map: null }),
  };
}

/** Stands before a private name until the whole script is there, and in no other name. */
const mark = '$$_';
const marked = /\$\$_\w+/g;

/** Nobody but their own class reads these names: the most frequent become the shortest. */
function withShortNames(code: string): string {
  const counts = new Map<string, number>();
  for (const [name] of code.matchAll(marked)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts.keys()].sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
  const short = new Map(names.map((name, place) => [name, `$${place.toString(36)}`]));
  return code.replace(marked, (name) => short.get(name) ?? name);
}

function withoutPrivates(id: string, code: string): string {
  const marks: number[] = [];
  const visitor = new Visitor({
    PrivateIdentifier: ({ name, start, end }) => {
      // A plain name could stand in an object of any class.
      if (/^\s+in\b/.test(code.slice(end)))
        throw new Error(`${id}: \`#${name} in\` cannot be written plainly`);
      marks.push(start);
    },
  });
  visitor.visit(parseSync(id, code).program);
  let plain = code;
  // From the end, so that the places before stay what they are.
  for (const start of marks.sort((one, other) => other - one)) {
    plain = plain.slice(0, start) + mark + plain.slice(start + 1);
  }
  return plain;
}
