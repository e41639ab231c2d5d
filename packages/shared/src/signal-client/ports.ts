/** What the signaling client needs of the world. A browser's WebSocket and that of `ws` both fit. */
export interface SocketPort {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
}

/** Time, as the platform's functions have it. */
export interface ClockPort {
  /** Monotonic, ms. */
  now(): number;
  /** Calls `run` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
}
