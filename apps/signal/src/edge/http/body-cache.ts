import type { Body } from './compress.ts';

/** Bodies that are made once for each key, and kept; those that were asked for longest ago are forgotten first. */
export class BodyCache {
  readonly #most: number;
  readonly #kept = new Map<string, Promise<Body>>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => Promise<Body>): Promise<Body> {
    const body = this.#kept.get(key) ?? this.#make(key, make);
    this.#kept.delete(key);
    this.#kept.set(key, body);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return body;
  }

  clear(): void {
    this.#kept.clear();
  }

  #make(key: string, make: () => Promise<Body>): Promise<Body> {
    const body = make();
    body.catch(() => {
      if (this.#kept.get(key) === body) this.#kept.delete(key);
    });
    return body;
  }
}
