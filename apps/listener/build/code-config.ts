import { fileURLToPath } from 'node:url';

import type { PageMode } from '@mauzin/shared';
import type { Plugin, UserConfig } from 'vite';

import { plainPrivates } from './plain-privates.ts';
import { quietPeer } from './quiet-peer.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const part = (path: string): string => here(`../src/edge/simple-peer-parts/${path}`);

/** How our code becomes what a phone runs; `mode` tells for what the script is made. */
export function codeConfig(mode: Extract<PageMode, 'page' | 'receiver'>) {
  return {
    root: here('..'),
    base: '/',
    plugins: [onlyFor(mode), plainImport(), plainPrivates(), quietPeer()],
    resolve: {
      alias: {
        // The parts of simple-peer that serve its data channels, or Node: 80 kB of code that never runs here.
        'readable-stream': part('duplex.ts'),
        buffer: part('buffer.ts'),
        randombytes: part('randombytes.cjs'),
        debug: part('debug.cjs'),
        'err-code': part('err-code.cjs'),
        'get-browser-rtc': part('get-browser-rtc.cjs'),
        'queue-microtask': part('queue-microtask.cjs'),
      },
    },
    build: {
      target: 'es2019',
      rolldownOptions: {
        // Drawing the page takes most of a build, and is not slow.
        checks: { pluginTimings: false },
        // No class of ours has a setter for what another declares as a field.
        transform: {
          assumptions: { setPublicClassFields: true, noDocumentAll: true },
          // And nobody asks whether a field is there that is only declared.
          typescript: { removeClassFieldsWithoutInitializer: true },
        },
      },
      // Of 2019 as well. For older ones every margin would stand there once for each direction of writing.
      cssTarget: ['chrome70', 'safari12.1', 'firefox66'],
      outDir: 'dist',
      assetsDir: 'assets',
      // The page's security policy allows no `data:` addresses.
      assetsInlineLimit: 0,
      // The page says itself what is to be fetched early.
      modulePreload: false,
    },
  } satisfies UserConfig;
}

/** A phone loads the screens and parts of its own mode. */
function onlyFor(mode: string): Plugin {
  return {
    name: 'mauzin-only-for',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /\/modes\/all\.ts$/ },
      handler: () => here(`../src/modes/${mode}.ts`),
    },
  };
}

/** Vite would fetch a chunk's style sheets and chunks before it. Ours has none, and the page itself says what to fetch early. */
function plainImport(): Plugin {
  return {
    name: 'mauzin-plain-import',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper\.js$/ },
      handler: () => 'export const __vitePreload = (load) => load();',
    },
  };
}
