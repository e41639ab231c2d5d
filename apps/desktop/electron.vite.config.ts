import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/** The sample sound of packages/media; read by its path, because this file is not bundled with it. */
const sampleFile = new URL('../../packages/media/assets/sample.opus', import.meta.url);

const here = import.meta.dirname;
const source = (file: string): string => resolve(here, 'src', file);

/** Copies what the program reads at run time beside its bundles: the listener page and the sample sound. */
function copyRuntimeFiles(): Plugin {
  let out = '';
  return {
    name: 'copy-runtime-files',
    apply: 'build',
    configResolved: ({ build, root }) => {
      out = resolve(root, build.outDir, '..');
    },
    async closeBundle() {
      const page = join(out, 'listener');
      await rm(page, { recursive: true, force: true });
      await cp(resolve(here, '../listener/dist'), page, { recursive: true });
      await cp(fileURLToPath(sampleFile), join(out, 'sample.opus'));
    },
  };
}

export default defineConfig({
  main: {
    plugins: [copyRuntimeFiles()],
    build: {
      // `dependencies` of this package (node-datachannel) stay outside; everything else is bundled in.
      rolldownOptions: {
        input: {
          index: source('main/index.ts'),
          engine: source('engine/index.ts'),
          headless: source('headless/index.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react()],
    build: {
      rolldownOptions: {
        input: { index: source('renderer/index.html'), poster: source('renderer/poster.html') },
      },
    },
  },
});
