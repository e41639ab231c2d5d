import { createRequire } from 'node:module';

import type { Configuration } from 'electron-builder';

/** electron-builder and what it brings along. */
const ours = createRequire(import.meta.url);
const builders = createRequire(ours.resolve('electron-builder'));
const libraries = createRequire(builders.resolve('app-builder-lib'));

/** Throws a sentence for each mistake in a configuration. */
export const validateConfiguration = (config: Configuration): Promise<void> =>
  (
    builders('app-builder-lib/out/util/config/config.js') as {
      validateConfiguration(config: Configuration, log: { readonly isEnabled: boolean }): Promise<void>;
    }
  ).validateConfiguration(config, { isEnabled: false });

/** Reads a property list. Throws where it is none. */
export const parsePlist = (text: string): Record<string, unknown> =>
  (libraries('plist') as { parse(text: string): Record<string, unknown> }).parse(text);
