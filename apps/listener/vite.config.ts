import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

import { page } from './build/page-plugin.ts';
import { plainPrivates } from './build/plain-privates.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [page(), plainPrivates()],
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
    rolldownOptions: {
      // No class of ours has a setter for what another declares as a field.
      transform: { assumptions: { setPublicClassFields: true, noDocumentAll: true } },
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
});
