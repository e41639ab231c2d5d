import {
  type BroadcasterToService,
  broadcasterToServiceSchema,
  type ListenerToService,
  listenerToServiceSchema,
  parseFrame,
  type ServiceToBroadcaster,
  type ServiceToListener,
} from '../protocol/index.ts';
import type { Role, SocketPort } from '../signal-client/index.ts';

interface Sent {
  listener: ListenerToService;
  broadcaster: BroadcasterToService;
}

interface Delivered {
  listener: ServiceToListener;
  broadcaster: ServiceToBroadcaster;
}

/** What the service takes from each role. */
const schemas = { listener: listenerToServiceSchema, broadcaster: broadcasterToServiceSchema };

/**
 * A socket to the service, whose end of it a test holds in its hand. It refuses what the service would refuse: what is sent must obey the
 * protocol.
 */
export class FakeSocket<R extends Role> implements SocketPort {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly sent: Sent[R][] = [];
  closedWith: number | null = null;
  /** Whether the service answers pings of its own accord. */
  alive = false;
  /** What the service makes of a message. */
  onSend: ((message: Sent[R]) => void) | null = null;
  readonly #role: R;
  #hasOpened = false;

  constructor(role: R) {
    this.#role = role;
  }

  send(text: string): void {
    if (!this.#hasOpened) throw new Error('InvalidStateError: still connecting');
    const parsed = parseFrame(schemas[this.#role], text);
    if (!parsed.ok) throw new Error(`the ${this.#role} broke the protocol: ${parsed.detail} in ${text}`);
    const message = parsed.value as Sent[R];
    this.sent.push(message);
    if (message.type === 'ping' && this.alive) this.deliverText(`{"type":"pong","id":${message.id}}`);
    this.onSend?.(message);
  }

  close(code?: number): void {
    this.closedWith ??= code ?? 1005;
  }

  get closed(): boolean {
    return this.closedWith !== null;
  }

  /** The service's end: the connection stands. */
  open(): void {
    this.#hasOpened = true;
    this.onopen?.(undefined as never);
  }

  deliver(message: Delivered[R]): void {
    this.deliverText(JSON.stringify(message));
  }

  /** As the other, of what no service should say. */
  deliverText(text: string): void {
    this.onmessage?.({ data: text });
  }

  /** The service's end, or the network, ends it. */
  lose(code = 1006): void {
    this.onclose?.({ code });
  }

  /** What was sent of one type. */
  of<T extends Sent[R]['type']>(type: T): Extract<Sent[R], { type: T }>[] {
    return this.sent.filter((message): message is Extract<Sent[R], { type: T }> => message.type === type);
  }
}
