import type { ClockPort } from '@mauzin/shared';

/** What somebody else's server is told, as the JSON body of an HTTP POST. */
export interface WebhookMessage {
  readonly event: 'dead-air' | 'source-lost' | 'not-heard' | 'test';
  /** A test begins, and never ends. */
  readonly state: 'begin' | 'end';
  readonly station: { readonly slug: string; readonly name: string };
  /** ISO 8601. */
  readonly at: string;
  /** For how long it has been wrong, s. */
  readonly forS: number;
  /** The device that is away. */
  readonly source?: string;
  /** Of the mix; null when nobody measures it. */
  readonly levelDbfs: number | null;
}

export interface WebhookOptions {
  /** The platform's, or one that behaves the same. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: ClockPort;
  readonly log: (line: string) => void;
}

const timeoutMs = 5_000;
const tries = 3;
const firstWaitMs = 1_000;
/** More waiting than this means that the server is away for good; the oldest are given up. */
const mostWaiting = 20;

type Outcome = 'taken' | 'refused' | 'away';

/** Tells somebody else's server about alarms, in order, three times each if it does not answer. Follows no redirect. */
export class Webhook {
  readonly #options: WebhookOptions;
  readonly #waiting: { readonly url: string; readonly message: WebhookMessage }[] = [];
  readonly #closing = new AbortController();
  #sending = false;
  #cancelWait: (() => void) | null = null;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** Returns at once. */
  tell(url: string, message: WebhookMessage): void {
    if (this.#closing.signal.aborted) return;
    this.#waiting.push({ url, message });
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    void this.#sendAll();
  }

  /** Tries once. True when it was taken (2xx). */
  async test(url: string, message: WebhookMessage): Promise<boolean> {
    return (await this.#post(url, message)) === 'taken';
  }

  /** Sends nothing more. Idempotent. */
  close(): void {
    this.#closing.abort();
    this.#waiting.length = 0;
    this.#cancelWait?.();
  }

  async #sendAll(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await this.#send(next.url, next.message);
    }
    this.#sending = false;
  }

  async #send(url: string, message: WebhookMessage): Promise<void> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      if (attempt > 0) await this.#wait(firstWaitMs * 4 ** (attempt - 1));
      if (this.#closing.signal.aborted) return;
      if ((await this.#post(url, message)) !== 'away') return;
    }
  }

  async #post(url: string, message: WebhookMessage): Promise<Outcome> {
    const { clock, fetch, log } = this.#options;
    const giveUp = new AbortController();
    const cancel = clock.after(timeoutMs, () => giveUp.abort());
    const where = `webhook ${placeOf(url)} (${message.event} ${message.state})`;
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
        signal: AbortSignal.any([giveUp.signal, this.#closing.signal]),
      });
      void response.body?.cancel().catch(() => undefined);
      log(`${where}: ${response.status}`);
      if (response.ok) return 'taken';
      return response.status >= 500 || response.status === 429 ? 'away' : 'refused';
    } catch {
      // The reason may repeat the whole address.
      if (!this.#closing.signal.aborted) log(`${where}: no answer`);
      return 'away';
    } finally {
      cancel();
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#cancelWait = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** Where to, without what may be a secret: path, query and user stay out of the logs. */
function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'with a broken address';
}
