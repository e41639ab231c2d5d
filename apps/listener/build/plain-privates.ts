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
  };
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
  for (const start of marks) plain = `${plain.slice(0, start)}_${plain.slice(start + 1)}`;
  return plain;
}
