import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface Exports {
  readonly memory: WebAssembly.Memory;
  __wbindgen_malloc(bytes: number): number;
  ebur128_integrated_stereo(
    sampleRate: number,
    left: number,
    leftLength: number,
    right: number,
    rightLength: number,
  ): number;
}

/**
 * Integrated loudness of a stereo signal, LUFS, as the `ebur128` library reckons it. Its package is made for bundlers; Node
 * loads the WebAssembly inside by hand.
 */
export async function openEbur128(): Promise<
  (sampleRate: number, left: Float32Array, right: Float32Array) => number
> {
  const file = require.resolve('ebur128-wasm/ebur128_wasm_bg.wasm');
  const module = await WebAssembly.compile(new Uint8Array(await readFile(file)));
  // What it imports is called in a panic alone.
  const panic = (): never => {
    throw new Error('ebur128 panicked');
  };
  const imports: Record<string, Record<string, () => never>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: panic };
  }
  const instance = await WebAssembly.instantiate(module, imports);
  const wasm = instance.exports as unknown as Exports;
  const pass = (samples: Float32Array): number => {
    const place = wasm.__wbindgen_malloc(samples.byteLength);
    new Float32Array(wasm.memory.buffer).set(samples, place / 4);
    return place;
  };
  return (sampleRate, left, right) =>
    wasm.ebur128_integrated_stereo(sampleRate, pass(left), left.length, pass(right), right.length);
}
