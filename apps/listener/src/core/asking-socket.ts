import type { SocketPort } from '@mauzin/shared';

/** Whether the service answers a plain request. May reject; the signal calls it off. */
export type Probe = (signal: AbortSignal) => Promise<boolean>;

/** A socket that is opened only once the service answers a plain request; until then it is as one that is being opened. */
export class AskingSocket implements SocketPort {
  onopen: SocketPort['onopen'] = null;
  onmessage: SocketPort['onmessage'] = null;
  onclose: SocketPort['onclose'] = null;
  onerror: SocketPort['onerror'] = null;
  readonly #abort = new AbortController();
  #socket: SocketPort | null = null;

  constructor(probe: Probe, open: () => SocketPort) {
    void this.#dial(probe, open);
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  close(code?: number): void {
    this.#abort.abort();
    this.#socket?.close(code);
  }

  async #dial(probe: Probe, open: () => SocketPort): Promise<void> {
    try {
      const there = await probe(this.#abort.signal);
      if (this.#abort.signal.aborted) return;
      if (there) this.#follow(open());
      else this.onclose?.({ code: 1006 });
    } catch {
      if (!this.#abort.signal.aborted) this.onclose?.({ code: 1006 });
    }
  }

  #follow(socket: SocketPort): void {
    this.#socket = socket;
    socket.onopen = (event) => this.onopen?.(event);
    socket.onmessage = (event) => this.onmessage?.(event);
    socket.onclose = (event) => this.onclose?.(event);
    socket.onerror = (event) => this.onerror?.(event);
  }
}
