import {
  type ListenerToService,
  listenerToServiceSchema,
  parseFrame,
  type ServiceToListener,
  type SocketPort,
} from '@mauzin/shared';

/**
 * The page's socket, with the service's end in the test's hand. What the page sends must obey the protocol. The service
 * answers pings while it is `alive`.
 */
export class FakeSocket implements SocketPort {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: ListenerToService[] = [];
  closed = false;
  alive = true;
  /** What the service makes of it. */
  onSend: ((message: ListenerToService) => void) | null = null;

  send(text: string): void {
    const parsed = parseFrame(listenerToServiceSchema, text);
    if (!parsed.ok) throw new Error(`the page broke the protocol: ${parsed.detail} in ${text}`);
    this.sent.push(parsed.value);
    if (parsed.value.type === 'ping' && this.alive) this.deliver({ type: 'pong', id: parsed.value.id });
    this.onSend?.(parsed.value);
  }

  close(): void {
    this.closed = true;
  }

  /** The service's end: the connection stands. */
  open(): void {
    this.onopen?.();
  }

  deliver(message: ServiceToListener): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The service's end, or the network, ends it. */
  lose(code = 1006): void {
    this.onclose?.({ code });
  }

  /** What was sent of one type. */
  of<T extends ListenerToService['type']>(type: T): Extract<ListenerToService, { type: T }>[] {
    return this.sent.filter(
      (message): message is Extract<ListenerToService, { type: T }> => message.type === type,
    );
  }
}
