import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  resolve: {
    alias: {
      // The parts of simple-peer that serve its data channels, or Node: 80 kB of code that never runs here.
      'readable-stream': here('src/edge/simple-peer-parts/duplex.ts'),
      buffer: here('src/edge/simple-peer-parts/buffer.ts'),
      randombytes: here('src/edge/simple-peer-parts/randombytes.cjs'),
      debug: here('src/edge/simple-peer-parts/debug.cjs'),
    },
  },
  build: {
    target: 'es2019',
    outDir: 'dist',
    assetsDir: 'assets',
    // The page's security policy allows no `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
