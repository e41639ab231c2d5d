import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Station } from '@mauzin/shared';

import { type Body, compress } from './compress.ts';

/** Stands in the head of the built page, where the station's name and facts go. */
export const stationPlaceholder = '<!--station-->';

/**
 * The listener page for one station, or for one that does not exist (null: the page itself says so). Facts are a data
 * block, which no content security policy keeps a page from reading; `<` is escaped so that no name can end it.
 */
export function renderPage(template: string, station: Station | null): string {
  const facts = JSON.stringify(station).replaceAll('<', String.raw`\u003c`);
  const title = escapeHtml(station?.name ?? 'Mauzin');
  const filled = `<title>${title}</title><script type="application/json" id="station">${facts}</script>`;
  return template.replace(stationPlaceholder, () => filled);
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The built page, filled in once for each station and kept until the file changes. */
export class PageStore {
  readonly #path: string | null;
  readonly #rendered = new Map<string, Promise<Body>>();
  #version = '';

  constructor(pagesDir: string | null) {
    this.#path = pagesDir === null ? null : join(pagesDir, 'index.html');
  }

  /** Null when the page has not been built. */
  async get(station: Station | null): Promise<Body | null> {
    if (this.#path === null) return null;
    try {
      const { mtimeMs, size } = await stat(this.#path);
      const version = `${mtimeMs} ${size}`;
      if (version !== this.#version) this.#rendered.clear();
      this.#version = version;
      return await this.#render(this.#path, station);
    } catch (error) {
      this.#rendered.clear();
      if (isMissing(error)) return null;
      throw error;
    }
  }

  #render(path: string, station: Station | null): Promise<Body> {
    const key = station?.slug ?? '';
    const known = this.#rendered.get(key);
    if (known) return known;
    const rendered = readFile(path, 'utf8').then((template) =>
      compress(Buffer.from(renderPage(template, station))),
    );
    this.#rendered.set(key, rendered);
    return rendered;
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
