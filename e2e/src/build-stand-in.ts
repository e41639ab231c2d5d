import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const sources = join(import.meta.dirname, '..', 'electron-stand-in');
const built = join(import.meta.dirname, '..', '.stand-in');

/** Where a desktop app under the stand-in is started from. */
export const standIn = {
  run: join(sources, 'run.mjs'),
  module: pathToFileURL(join(built, 'electron.mjs')).href,
  utilityShim: pathToFileURL(join(sources, 'utility-shim.mjs')).href,
} as const;

/** Bundles the stand-in for `electron`, in about a second. Needed once before {@link launchDesktop}. */
export async function buildStandIn(): Promise<void> {
  await build({
    configFile: false,
    root: sources,
    logLevel: 'warn',
    ssr: { external: ['playwright'] },
    build: {
      ssr: join(sources, 'index.ts'),
      target: 'node20',
      outDir: built,
      emptyOutDir: true,
      minify: false, // the page's prelude is sent to pages as text
      rolldownOptions: { output: { format: 'es', entryFileNames: 'electron.mjs' } },
    },
  });
}
