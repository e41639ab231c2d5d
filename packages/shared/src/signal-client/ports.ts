/**
 * As a method, so that its parameter is compared either way: sockets declare whole DOM events, of which this client reads
 * one field. What they call it with has that field.
 */
type Handler<TEvent> = { handle(event: TEvent): void }['handle'] | null;

/** What the signaling client needs of the world. A browser's WebSocket and that of `ws` both fit. */
export interface SocketPort {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: Handler<never>;
  onmessage: Handler<{ readonly data: unknown }>;
  onclose: Handler<{ readonly code: number }>;
  onerror: Handler<never>;
}

/** Time, as the platform's functions have it. */
export interface ClockPort {
  /** Monotonic, ms. */
  now(): number;
  /** Calls `run` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
}
