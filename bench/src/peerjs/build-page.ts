import { fileURLToPath } from 'node:url';
import { makeTemporaryDir, removeTemporaryDir } from '@mauzin/e2e';
import { build } from 'vite';

export interface BuiltPage {
  readonly dir: string;
  readonly remove: () => Promise<void>;
}

/** Bundles the PeerJS page as Vite does when nobody tells it anything. */
export async function buildPeerJsPage(): Promise<BuiltPage> {
  const dir = await makeTemporaryDir('peerjs-page');
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('page', import.meta.url)),
    build: { outDir: dir, emptyOutDir: true },
  });
  return { dir, remove: () => removeTemporaryDir(dir) };
}
