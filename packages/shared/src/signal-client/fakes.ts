import type { ClockPort, SocketPort } from './ports.ts';

/** A socket that a test holds in its hand. Obeys the compiler as the real ones do. */
export class FakeSocket implements SocketPort {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly sent: string[] = [];
  closedWith: number | null = null;

  send(text: string): void {
    this.sent.push(text);
  }

  close(code?: number): void {
    this.closedWith ??= code ?? 1005;
  }

  open(): void {
    this.onopen?.(undefined as never);
  }

  receive(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }

  drop(code = 1006): void {
    this.onclose?.({ code });
  }

  /** What was sent, parsed. */
  get messages(): readonly { readonly type: string; readonly [field: string]: unknown }[] {
    return this.sent.map((text) => JSON.parse(text) as { readonly type: string });
  }
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements ClockPort {
  #now = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves on by `ms`, running what falls due, in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = due.at;
      due.run();
    }
    this.#now = until;
  }

  get pending(): number {
    return this.#timers.length;
  }
}
