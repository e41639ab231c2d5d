import { parseSync, type Plugin, Visitor } from 'vite';

/** Leaves out what simple-peer tells its log: a phone has none, and the sentences are a twentieth of what WebRTC loads. */
export function quietPeer(): Plugin {
  return {
    name: 'mauzin-quiet-peer',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /node_modules\/simple-peer\/index\.js$/ },
      handler: (code, id) => ({ code: withoutLog(id, code), map: null }),
    },
  };
}

/** Removes the statements `this._debug(…);`, and the method. Their arguments only read. */
function withoutLog(id: string, code: string): string {
  const spans: { readonly start: number; readonly end: number }[] = [];
  const visitor = new Visitor({
    ExpressionStatement: ({ start, end }) => {
      if (/^this\._debug\s*\(/.test(code.slice(start, end))) spans.push({ start, end });
    },
    MethodDefinition: ({ start, end, key }) => {
      if (key.type === 'Identifier' && key.name === '_debug') spans.push({ start, end });
    },
  });
  visitor.visit(parseSync(id, code).program);
  let quiet = code;
  // From the end, so that the places before stay what they are. What is left is an empty statement.
  for (const { start, end } of spans.sort((one, other) => other.start - one.start)) {
    quiet = `${quiet.slice(0, start)};${quiet.slice(end)}`;
  }
  if (spans.length === 0 || quiet.includes('_debug'))
    throw new Error(`${id}: speaks to its log in another way`);
  return quiet;
}
