import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

/** The program that forwards sound, built alone: from the sources each start of it takes half a second of a processor. */
export class BuiltRelay {
  /** For `createRelay`. */
  readonly program: string;
  readonly execArgv: readonly string[] = [];
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
    this.program = join(dir, 'relay-process.js');
  }

  static async build(): Promise<BuiltRelay> {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    // Within the package, so that it finds what has native parts.
    const dir = await mkdtemp(join(root, 'node_modules', '.relay-'));
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: { ssr: 'src/sound/relay/relay-process.ts', target: 'node20', outDir: dir, minify: false },
      ssr: { noExternal: true, external: ['node-datachannel'] },
    });
    return new BuiltRelay(dir);
  }

  async close(): Promise<void> {
    await rm(this.#dir, { recursive: true });
  }
}
