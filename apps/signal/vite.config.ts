import { defineConfig } from 'vite';

/**
 * The command and the program that forwards sound, with what both share. They run wherever Node does; only what has native parts
 * is installed beside them.
 */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: true,
    rollupOptions: {
      input: { cli: 'src/cli.ts', 'relay-process': 'src/sound/relay/relay-process.ts' },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'shared-[hash].js',
        // V8's nursery is 16 MB by itself, a third of what 1,000 idle listeners need in all: a quarter of it does.
        banner: ({ name }) => (name === 'cli' ? '#!/usr/bin/env -S node --max-semi-space-size=4' : ''),
      },
      // bufferutil and utf-8-validate: native helpers of ws, which does without them.
      external: [/^@libsql\//, 'libsql', 'node-datachannel', 'bufferutil', 'utf-8-validate'],
    },
  },
  ssr: { noExternal: true, external: ['@libsql/client', 'libsql', 'node-datachannel'] },
});
