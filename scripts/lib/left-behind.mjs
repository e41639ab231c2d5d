// What a test file may change for all files that come after it in the same process.

/** Objects of the whole process whose parts tests like to replace, by name. Node 20 has no `navigator`. */
const shared = {
  globalThis,
  URL: globalThis.URL,
  Math: globalThis.Math,
  Date: globalThis.Date,
  JSON: globalThis.JSON,
  console: globalThis.console,
  performance: globalThis.performance,
  navigator: globalThis.navigator,
  crypto: globalThis.crypto,
  'process.env': process.env,
};

/** What comes for good and harms nobody: Vitest's and the libraries' own, and the audio thread's (apps/desktop/src/testing/fake-audio.ts). */
const comesForGood =
  /^globalThis\.(?:__|Symbol\(|URLPattern$|sampleRate$|currentFrame$|AudioWorkletProcessor$|registerProcessor$)|^process\.env\.(?:VITEST|TEST$)/;

// Node makes many of its globals when they are looked at first. (Those for storage warn, and are nothing that tests use.)
for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
  if ('get' in descriptor && !key.endsWith('Storage')) Reflect.get(globalThis, key);
}

/** What all of these are now. */
export function snapshot() {
  const there = Object.entries(shared).filter(([, object]) => object !== undefined);
  return there.map(([name, object]) => ({
    name,
    object,
    parts: new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)])),
  }));
}

/** What is another than it was, or is there or gone, and how to put it back. */
export function changed(before) {
  return before.flatMap(({ name, object, parts }) => {
    const keys = new Set([...parts.keys(), ...Reflect.ownKeys(object)]);
    return [...keys]
      .filter((key) => !isSame(parts.get(key), Object.getOwnPropertyDescriptor(object, key)))
      .map((key) => ({ name: `${name}.${String(key)}`, putBack: () => putBack(object, key, parts.get(key)) }))
      .filter((part) => !comesForGood.test(part.name));
  });
}

const isSame = (one, other) =>
  Object.is(one?.value, other?.value) &&
  one?.get === other?.get &&
  (one === undefined) === (other === undefined);

function putBack(object, key, descriptor) {
  if (descriptor === undefined) delete object[key];
  else Object.defineProperty(object, key, descriptor);
}
