import { type PageLanguage, pageLanguages, type Rendition, renditions } from '@mauzin/shared';

import type { Choices } from '../core/state.ts';

export type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** An offer that was waved away for good: the switch for it stays in the settings. */
type Answered = 'pocket';

/**
 * What is kept on this device, and sent nowhere: what the person chose. Where storage is denied, it lasts as long as the
 * page; a value that nobody can read counts as none.
 */
export class Kept {
  readonly #storage: () => KeptStorage;

  /** @param storage asked for each time: where storage is denied, the very question throws */
  constructor(storage: () => KeptStorage) {
    this.#storage = storage;
  }

  get language(): PageLanguage | null {
    const kept = this.#read('language');
    return pageLanguages.find((language) => language === kept) ?? null;
  }

  set language(language: PageLanguage) {
    this.#write('language', language);
  }

  choices(otherwise: Choices): Choices {
    const kept = this.#read('rendition');
    const rendition: Rendition = renditions.find((known) => known === kept) ?? otherwise.rendition;
    return {
      rendition,
      pocket: this.#readSwitch('pocket') ?? otherwise.pocket,
      tone: this.#readSwitch('tone') ?? otherwise.tone,
    };
  }

  keepChoices({ rendition, pocket, tone }: Partial<Choices>): void {
    if (rendition !== undefined) this.#write('rendition', rendition);
    if (pocket !== undefined) this.#write('pocket', pocket ? 'on' : 'off');
    if (tone !== undefined) this.#write('tone', tone ? 'on' : 'off');
  }

  /** The access code of a private station. */
  code(slug: string): string | null {
    return this.#read(`code.${slug}`);
  }

  /** Null forgets it. */
  keepCode(slug: string, code: string | null): void {
    this.#write(`code.${slug}`, code);
  }

  wasAnswered(offer: Answered): boolean {
    return this.#read(`answered.${offer}`) !== null;
  }

  keepAnswered(offer: Answered): void {
    this.#write(`answered.${offer}`, 'yes');
  }

  /** Whether this device is set up as a receiver of a station. */
  receiver(slug: string): { read(): boolean; write(armed: boolean): void } {
    const name = `receiver.${slug}`;
    return {
      read: () => this.#read(name) !== null,
      write: (armed) => this.#write(name, armed ? 'yes' : null),
    };
  }

  /** When a page that nobody stands by was loaded anew, ms since 1970. */
  readonly renewal = {
    read: (): number | null => Number(this.#read('renewed')) || null,
    write: (atMs: number): void => this.#write('renewed', String(atMs)),
  };

  #readSwitch(name: string): boolean | null {
    const value = this.#read(name);
    return value === 'on' || value === 'off' ? value === 'on' : null;
  }

  #read(name: string): string | null {
    try {
      return this.#storage().getItem(`mauzin.${name}`);
    } catch {
      return null; // denied
    }
  }

  #write(name: string, value: string | null): void {
    try {
      if (value === null) this.#storage().removeItem(`mauzin.${name}`);
      else this.#storage().setItem(`mauzin.${name}`, value);
    } catch {
      // denied, or full: it lasts as long as the page
    }
  }
}
