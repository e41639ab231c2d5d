import { type PageLanguage, pageTexts } from '@mauzin/shared';

import { type Body, compress } from '../http/compress.ts';

/** The page's words in each language, for a listener who changes to that language. */
export class TextsStore {
  readonly #kept = new Map<PageLanguage, Promise<Body>>();

  get(language: PageLanguage): Promise<Body> {
    const body = this.#kept.get(language) ?? compress(Buffer.from(JSON.stringify(pageTexts(language))));
    this.#kept.set(language, body);
    return body;
  }
}
