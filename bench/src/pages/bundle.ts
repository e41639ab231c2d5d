import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build } from 'vite';

/**
 * Functions that a page offers to a bench, by name, as `globalThis.bench`. Bundled rather than passed to
 * `page.evaluate()` one by one: what a loader adds to a function does not exist in the page.
 */
export type PageCalls = Record<string, (argument: never) => unknown>;

type Argument<C extends PageCalls, N extends keyof C> =
  Parameters<C[N]> extends [] ? [] : [Parameters<C[N]>[0]];

/** Bundles a module in this folder and all that it imports into one script. */
export async function bundle(name: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL(name, import.meta.url)), formats: ['iife'], name: 'page' },
    },
  });
  const output = Array.isArray(result) ? result[0] : result;
  if (output === undefined || !('output' in output)) throw new Error(`${name} could not be bundled`);
  return output.output[0].code;
}

/** Calls one of the page's functions and resolves with what it returns, or what its promise resolves with. */
export function callPage<C extends PageCalls, N extends keyof C & string>(
  page: Page,
  name: N,
  ...[argument]: Argument<C, N>
): Promise<Awaited<ReturnType<C[N]>>> {
  return page.evaluate(
    ([called, value]) =>
      (globalThis as unknown as { bench: Record<string, (argument: unknown) => unknown> }).bench[called]?.(
        value,
      ),
    [name, argument] as const,
  ) as Promise<Awaited<ReturnType<C[N]>>>;
}
