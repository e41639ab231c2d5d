import type { SocketPort } from '../signal-client/index.ts';

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
