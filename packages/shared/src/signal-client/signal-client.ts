import type * as v from 'valibot';

import {
  type BroadcasterHello,
  type BroadcasterToService,
  type FailureCode,
  failureOfCloseCode,
  failures,
  featureOfType,
  features,
  type ListenerHello,
  type ListenerToService,
  parseFrame,
  type serviceToBroadcasterSchema,
  type serviceToListenerSchema,
} from '../protocol/index.ts';
import { type Patience, reconnectDelayMs } from './backoff.ts';
import { OrderedQueues } from './ordered-queues.ts';
import type { ClockPort, SocketPort } from './ports.ts';

/** Which messages each role sends and receives. */
export interface Roles {
  listener: {
    readonly hello: Omit<ListenerHello, 'resume' | 'features'>;
    readonly sends: Exclude<ListenerToService, { type: 'hello' | 'ping' | 'bye' }>;
    readonly receives: typeof serviceToListenerSchema;
  };
  broadcaster: {
    readonly hello: Omit<BroadcasterHello, 'resume' | 'features'>;
    readonly sends: Exclude<BroadcasterToService, { type: 'hello' | 'ping' | 'bye' }>;
    readonly receives: typeof serviceToBroadcasterSchema;
  };
}
export type Role = keyof Roles;
export type Received<R extends Role> = v.InferOutput<Roles[R]['receives']>;
export type Welcome<R extends Role> = Extract<Received<R>, { type: 'welcome' }>;

export type SignalState<R extends Role> =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting'; readonly attempt: number }
  | { readonly name: 'online'; readonly welcome: Welcome<R>; readonly resumed: boolean }
  | {
      readonly name: 'waiting';
      readonly attempt: number;
      readonly retryInMs: number;
      /** Null when the socket was simply lost. */
      readonly failure: FailureCode | null;
    }
  /** Final: closed on purpose (`failure` null), or by a failure that only a person can mend. */
  | { readonly name: 'closed'; readonly failure: FailureCode | null };

export interface SignalClientOptions<R extends Role> {
  /** Opens a socket to the service's `/ws`. May throw; that counts as a lost socket. */
  readonly openSocket: () => SocketPort;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  /** How long to wait for an answer, and between attempts; asked anew at each attempt. Absent: the usual times. */
  readonly patience?: () => Patience;
  /** Schema of what this role receives. */
  readonly schema: Roles[R]['receives'];
  /** Makes the hello anew at each connection, so that it tells the present state. */
  readonly hello: () => Roles[R]['hello'];
  /** Called with every message but `welcome`, which comes with the state `online`. */
  readonly onMessage: (message: Received<R>) => void | Promise<void>;
  /** Messages with the same key are handled in order, one at a time. Null: handled at once. */
  readonly orderKey: (message: Received<R>) => string | null;
  readonly onState: (state: SignalState<R>) => void;
  /** A handler's error, or a frame that could not be read. Never fatal here. */
  readonly onError: (error: unknown) => void;
}

type ServiceError = Extract<Received<'listener'>, { type: 'error' }>;

/** How long a connection attempt may take until `welcome`, ms. */
const greetingTimeoutMs = 8_000;

/** How long a socket that may be dead may take to answer, ms. */
const pokeTimeoutMs = 2_000;

/**
 * The signaling client of the desktop and of the phone: connects, says hello, keeps the socket alive, and comes back
 * with its resume token and jittered backoff until it is closed. While it is away, `send` answers false and nothing is
 * kept: after a resume both sides compare which connection still plays instead (see `hello`).
 */
export class SignalClient<R extends Role> {
  readonly #options: SignalClientOptions<R>;
  readonly #queues: OrderedQueues<Received<R>>;
  #state: SignalState<R> = { name: 'idle' };
  #socket: SocketPort | null = null;
  #resume: string | null = null;
  #attempt = 0;
  #pings = 0;
  #lastError: ServiceError | null = null;
  #cancelTimer: (() => void) | null = null;
  #cancelPing: (() => void) | null = null;
  #heardAt = 0;
  /** Frames received: counted, because a clock may be too coarse to tell an answer from its question. */
  #heard = 0;
  /** The sign of life that was asked for last. */
  #sign: { readonly heard: number; readonly dueAt: number } | null = null;

  constructor(options: SignalClientOptions<R>) {
    this.#options = options;
    this.#queues = new OrderedQueues(options.onMessage, options.onError);
  }

  get state(): SignalState<R> {
    return this.#state;
  }

  /** Connects now, even during a wait or after a final failure. Does nothing while connecting or online. */
  connect(): void {
    if (this.#state.name === 'connecting' || this.#state.name === 'online') return;
    this.#stopTimers();
    this.#open();
  }

  /**
   * The network or the machine was away, and the socket may be dead without a word: asks the service for a sign of life, and does
   * not wait for the heartbeat. During a wait, or while connecting, connects anew at once. In any other state does nothing.
   * @param timeoutMs how long the sign of life may take
   */
  poke(timeoutMs = pokeTimeoutMs): void {
    if (this.#state.name === 'connecting' || this.#state.name === 'waiting') {
      this.#release(1000);
      this.#open();
    } else if (this.#state.name === 'online') {
      this.#expectSign(timeoutMs);
      this.#write({ type: 'ping', id: this.#pings++ });
    }
  }

  /** False when the message was dropped: there is no connection, or the service is too old to know such a message. */
  send(message: Roles[R]['sends']): boolean {
    if (this.#state.name !== 'online') return false;
    const needed = featureOfType(message.type);
    if (needed !== undefined && this.#state.welcome.features?.includes(needed) !== true) return false;
    return this.#write(message);
  }

  /** Says bye, closes the socket, and stays away until `connect`. Idempotent. */
  close(): void {
    if (this.#state.name === 'closed') return;
    if (this.#state.name === 'online') this.#write({ type: 'bye' });
    this.#release(1000);
    this.#resume = null;
    this.#set({ name: 'closed', failure: null });
  }

  #expectSign(timeoutMs: number): void {
    const heard = this.#heard;
    const dueAt = this.#options.clock.now() + timeoutMs;
    // A service that is asked again before it has answered gets no more time than before.
    if (this.#sign?.heard === heard && this.#sign.dueAt <= dueAt) return;
    this.#sign = { heard, dueAt };
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.after(timeoutMs, () => {
      if (this.#heard === heard) this.#lost('heartbeat-lost');
    });
  }

  #open(): void {
    this.#lastError = null;
    this.#set({ name: 'connecting', attempt: this.#attempt });
    let socket: SocketPort;
    try {
      socket = this.#options.openSocket();
    } catch (error) {
      this.#options.onError(error);
      this.#lost(null);
      return;
    }
    this.#socket = socket;
    // Every callback compares identity first: a replaced socket's late events must not touch the new one.
    socket.onopen = () => {
      if (socket === this.#socket) this.#greet();
    };
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#receive(event.data);
    };
    socket.onclose = (event) => {
      if (socket === this.#socket)
        this.#lost(failureOfCloseCode(event.code) ?? this.#lastError?.code ?? null);
    };
    socket.onerror = () => undefined; // a close follows, which says more
    const timeoutMs = this.#options.patience?.().greetingTimeoutMs ?? greetingTimeoutMs;
    this.#cancelTimer = this.#options.clock.after(timeoutMs, () => {
      if (socket === this.#socket) this.#lost(null);
    });
  }

  #greet(): void {
    const resume = this.#resume === null ? {} : { resume: this.#resume };
    this.#write({ ...this.#options.hello(), features, ...resume });
  }

  #receive(data: unknown): void {
    this.#heardAt = this.#options.clock.now();
    this.#heard += 1;
    if (typeof data !== 'string') return;
    const parsed = parseFrame<Roles[R]['receives']>(this.#options.schema, data);
    if (!parsed.ok) {
      this.#options.onError(new Error(`unreadable message from the service: ${parsed.detail}`));
      return;
    }
    const message: Received<R> = parsed.value;
    // An error explains the close that follows it at once, and no later one.
    this.#lastError = message.type === 'error' ? message : null;
    if (message.type === 'pong') return;
    if (message.type === 'welcome') return this.#welcomed(message as Welcome<R>);
    return this.#deliver(message);
  }

  #deliver(message: Received<R>): void {
    const key = this.#options.orderKey(message);
    if (!this.#queues.push(key ?? `#${message.type}`, message)) {
      this.#options.onError(new Error('too many messages wait for one peer'));
    }
  }

  #welcomed(welcome: Welcome<R>): void {
    this.#stopTimers();
    const resumed = this.#resume !== null;
    this.#resume = welcome.resume;
    this.#attempt = 0;
    this.#set({ name: 'online', welcome, resumed });
    this.#beat(welcome.pingEveryMs);
  }

  #beat(everyMs: number): void {
    this.#cancelPing = this.#options.clock.after(everyMs, () => {
      if (this.#options.clock.now() - this.#heardAt > everyMs * 2) return this.#lost('heartbeat-lost');
      this.#write({ type: 'ping', id: this.#pings++ });
      return this.#beat(everyMs);
    });
  }

  #write(message: object): boolean {
    try {
      this.#socket?.send(JSON.stringify(message));
      return this.#socket !== null;
    } catch (error) {
      this.#options.onError(error);
      return false;
    }
  }

  #lost(failure: FailureCode | null): void {
    this.#release(1000);
    const retryInMs = this.#retryInMs(failure);
    if (retryInMs === null) return this.#set({ name: 'closed', failure });
    this.#set({ name: 'waiting', attempt: this.#attempt, retryInMs, failure });
    this.#attempt += 1;
    this.#cancelTimer = this.#options.clock.after(retryInMs, () => this.#open());
    return undefined;
  }

  /** The wait that the service named, which knows best when it has room again or is back. Used once: the next wait is as usual. */
  #retryInMs(failure: FailureCode | null): number | null {
    const retry = failure === null ? 'soon' : failures[failure].retry;
    const told = this.#lastError?.code === failure ? this.#lastError.retryInMs : undefined;
    if (told !== undefined && retry !== 'no') return told;
    const { patience, random } = this.#options;
    return reconnectDelayMs(this.#attempt, retry, random(), patience?.().maxPauseMs);
  }

  #release(closeCode: number): void {
    this.#stopTimers();
    this.#queues.clear();
    const socket = this.#socket;
    this.#socket = null;
    try {
      socket?.close(closeCode);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #stopTimers(): void {
    this.#cancelTimer?.();
    this.#cancelPing?.();
    this.#cancelTimer = null;
    this.#cancelPing = null;
  }

  #set(next: SignalState<R>): void {
    this.#state = next;
    this.#options.onState(next);
  }
}
