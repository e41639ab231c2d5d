/**
 * A handler, typed as a method so that TypeScript compares its parameter both ways: sockets declare whole DOM events, of which
 * this client reads one field, and every event that they hand over has that field.
 */
type Handler<TEvent> = { handle(event: TEvent): void }['handle'] | null;

/** What the signaling client needs of a socket. A browser's WebSocket and that of `ws` both fit. */
export interface SocketPort {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: Handler<never>;
  onmessage: Handler<{ readonly data: unknown }>;
  onclose: Handler<{ readonly code: number }>;
  onerror: Handler<never>;
}

/** Time and timers of the platform. */
export interface ClockPort {
  /** Monotonic, ms. */
  now(): number;
  /** Calls `run` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
}
