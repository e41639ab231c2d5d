import { defineConfig } from 'vite';

/** One file that runs wherever Node does, with nothing installed beside it. */
export default defineConfig({
  build: {
    ssr: 'src/cli.ts',
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: true,
    rollupOptions: {
      output: { entryFileNames: 'cli.js', banner: '#!/usr/bin/env node' },
      // Native helpers of ws, which does without them.
      external: ['bufferutil', 'utf-8-validate'],
    },
  },
  ssr: { noExternal: true },
});
