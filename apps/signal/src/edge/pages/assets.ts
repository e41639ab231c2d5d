import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { type Body, compress, uncompressed } from '../http/compress.ts';
import { isMissing } from './page-cache.ts';

/** Names that may be asked for: no hidden files, no `..`, nothing that a file system might take for a separator. */
const nameShape = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wav: 'audio/wav',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
};
const compressible = new Set(['css', 'html', 'ico', 'js', 'json', 'map', 'mjs', 'svg', 'txt', 'webmanifest']);
/** Size above which a file is not kept in memory, bytes: larger ones do not belong to a page for old phones. */
const maxBytes = 4 * 1024 * 1024;

export interface Asset {
  readonly type: string;
  readonly body: Body;
}

/** The page's built files, each read and compressed once; precompressed neighbours (`.br`, `.gz`) are taken as they are. */
export class AssetStore {
  readonly #dir: string | null;
  readonly #kept = new Map<string, { readonly version: string; readonly asset: Asset }>();

  constructor(pagesDir: string | null) {
    this.#dir = pagesDir;
  }

  /** @param path names below the pages folder. Resolves to null where there is no file that may be served. */
  async get(path: readonly string[]): Promise<Asset | null> {
    const name = path.at(-1) ?? '';
    const extension = name.slice(name.lastIndexOf('.') + 1);
    const type = types[extension];
    if (this.#dir === null || type === undefined || !path.every((part) => nameShape.test(part))) return null;
    const file = join(this.#dir, ...path);
    try {
      const { mtimeMs, size, isFile } = await fileFacts(file);
      if (!isFile || size > maxBytes) return null;
      const version = `${mtimeMs} ${size}`;
      const kept = this.#kept.get(file);
      if (kept?.version === version) return kept.asset;
      const asset = { type, body: await readBody(file, compressible.has(extension)) };
      this.#kept.set(file, { version, asset });
      return asset;
    } catch (error) {
      this.#kept.delete(file);
      if (isMissing(error)) return null;
      throw error;
    }
  }
}

async function fileFacts(file: string): Promise<{ mtimeMs: number; size: number; isFile: boolean }> {
  const facts = await stat(file);
  return { mtimeMs: facts.mtimeMs, size: facts.size, isFile: facts.isFile() };
}

async function readBody(file: string, worthwhile: boolean): Promise<Body> {
  const plain = await readFile(file);
  if (!worthwhile) return uncompressed(plain);
  const [br, gz] = await Promise.all([readIfThere(`${file}.br`), readIfThere(`${file}.gz`)]);
  const made = br && gz ? uncompressed(plain) : await compress(plain);
  return { ...made, encoded: { ...made.encoded, ...(br ? { br } : {}), ...(gz ? { gzip: gz } : {}) } };
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
