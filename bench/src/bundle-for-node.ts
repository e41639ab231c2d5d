import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Where bundles are made: inside node_modules, out of everybody's sight, and what stays outside the bundle is found from there. */
const parent = fileURLToPath(new URL('../node_modules/.bench', import.meta.url));

export interface NodeProgram {
  readonly url: URL;
  readonly remove: () => Promise<void>;
}

/** Bundles a module for Node, native ones excepted, as the desktop's engine is. */
export async function bundleForNode(module: URL): Promise<NodeProgram> {
  await mkdir(parent, { recursive: true });
  const outDir = await mkdtemp(join(parent, 'program-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['node-datachannel'] },
    build: {
      ssr: fileURLToPath(module),
      outDir,
      minify: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  });
  return {
    url: pathToFileURL(join(outDir, 'program.mjs')),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}
