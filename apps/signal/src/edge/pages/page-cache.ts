import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import {
  pageDocument,
  type PageLanguage,
  type PageMode,
  pageTexts,
  type Shells,
  type Station,
} from '@mauzin/shared';

import { BodyCache } from '../http/body-cache.ts';
import type { Encode, Sendable } from '../http/compress.ts';
import type { Inline } from '../http/headers.ts';

/** Most that is kept of drawn pages, bytes: some 2,000 of them as they are sent, of 7 kB each. */
const mostBytes = 16 * 1024 * 1024;

export interface PageRequest {
  /** Null: there is none, and the page says so. */
  readonly station: Station | null;
  readonly live: boolean;
  readonly mode: PageMode;
  readonly language: PageLanguage;
  readonly origin: string | null;
  /** The encodings that the browser takes (`Accept-Encoding`). */
  readonly accepted: string | undefined;
}

export interface Page {
  readonly body: Sendable;
  readonly inline: Inline;
}

interface Built {
  readonly version: string;
  readonly template: string;
  readonly shells: Shells;
  readonly inline: Inline;
}

/** The built page, drawn and filled in once for each way in which it is asked for, and kept until the build changes. */
export class PageCache {
  readonly #dir: string | null;
  readonly #kept: BodyCache;
  #built: Built | null = null;

  /** @param encode one that counts, in tests */
  constructor(pagesDir: string | null, encode?: Encode) {
    this.#dir = pagesDir;
    this.#kept = new BodyCache(mostBytes, encode);
  }

  /** Null when the page has not been built. */
  async get(request: PageRequest): Promise<Page | null> {
    const built = this.#dir === null ? null : await this.#build(this.#dir);
    return built && { body: await this.#render(built, request), inline: built.inline };
  }

  async #build(dir: string): Promise<Built | null> {
    const page = join(dir, 'index.html');
    // Where the build has no drawn pages the page's script draws; it takes longer until something can be read.
    const drawn = join(dir, 'shells.json');
    const version = (await Promise.all([versionOf(page), versionOf(drawn)])).join('\n');
    if (this.#built?.version === version) return this.#built;
    const [template, shells] = await Promise.all([readIfThere(page), readIfThere(drawn)]);
    // Another request may have read it meanwhile, and pages may be kept already.
    if (this.#built?.version === version) return this.#built;
    this.#kept.clear();
    this.#built =
      template === null
        ? null
        : {
            version,
            template,
            shells: shells === null ? {} : (JSON.parse(shells) as Shells),
            inline: inlineOf(template),
          };
    return this.#built;
  }

  #render({ template, shells }: Built, request: PageRequest): Promise<Sendable> {
    const { accepted, station, live, mode, language, origin } = request;
    // The key has all facts of the station: its name may be changed while the service runs.
    const key = JSON.stringify([station, live, mode, language, origin]);
    return this.#kept.get(key, accepted, () => {
      const data = { station, language, mode, live, texts: pageTexts(language) };
      return Buffer.from(pageDocument({ template, shells, data, origin }));
    });
  }
}

/** The build writes inline scripts and styles without attributes; the page's data is no script, and needs no permission. */
const inlineOf = (template: string): Inline => ({
  scripts: hashesOf(template, /<script>([^]*?)<\/script>/g),
  styles: hashesOf(template, /<style>([^]*?)<\/style>/g),
});

const hashesOf = (template: string, shape: RegExp): readonly string[] =>
  [...template.matchAll(shape)].map(([, text = '']) => createHash('sha256').update(text).digest('base64'));

async function versionOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(file);
    return `${mtimeMs} ${size}`;
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
