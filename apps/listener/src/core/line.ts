import {
  type FailureCode,
  protocolVersion,
  type Received,
  type Roles,
  serviceToListenerSchema,
  SignalClient,
  type SignalState,
  type SocketPort,
  type Welcome,
} from '@mauzin/shared';

import { Access } from './access.ts';
import { AskingSocket } from './asking-socket.ts';
import { Reach } from './reach.ts';
import type { SessionOptions } from './session-options.ts';
import type { Facts } from './state.ts';

type Hello = Roles['listener']['hello'];

export interface LineOptions extends Pick<
  SessionOptions<unknown>,
  | 'station'
  | 'code'
  | 'onCode'
  | 'persistent'
  | 'networkThere'
  | 'openSocket'
  | 'probe'
  | 'clock'
  | 'random'
  | 'onError'
> {
  /** What hello tells of the present. */
  readonly hello: () => Pick<Hello, 'listening' | 'connection' | 'route' | 'rendition'>;
  readonly onWelcome: (welcome: Welcome<'listener'>) => void;
  readonly onMessage: (message: Received<'listener'>) => void;
  /** The line is away or trying, it has come to an end, or the service asks for the code. */
  readonly onChange: () => void;
}

/** Where nobody stands by, what only a person could mend is tried again all the same after about this long, ms. */
const persistMs = 60_000;

/** The line to the service: one socket after the other, kept within reach, with the access code where one is needed. */
export class Line {
  readonly #options: LineOptions;
  readonly #client: SignalClient<'listener'>;
  readonly #reach: Reach;
  readonly #access: Access;
  #ended: { readonly failure: FailureCode } | null = null;
  /** Why the service refused for good, while it is tried again all the same. */
  #refusal: FailureCode | null = null;
  #cancelPersist: (() => void) | null = null;

  constructor(options: LineOptions) {
    const { clock, random, station, onError } = options;
    this.#options = options;
    this.#access = new Access({
      private: station?.private ?? false,
      kept: options.code,
      keep: options.onCode,
    });
    this.#reach = new Reach({
      clock,
      client: () => this.#client,
      networkThere: options.networkThere ?? (() => true),
    });
    this.#client = new SignalClient<'listener'>({
      openSocket: () => this.#dial(),
      clock,
      random,
      patience: () => this.#reach.patience(),
      schema: serviceToListenerSchema,
      hello: () => this.#hello(),
      onMessage: options.onMessage,
      orderKey: (message) => ('connection' in message ? message.connection : null),
      onState: (state) => this.#changed(state),
      onError,
    });
  }

  get online(): boolean {
    return this.#client.state.name === 'online';
  }

  get signal(): Facts['signal'] {
    const { state } = this.#client;
    if (this.#refusal !== null) return { name: 'away', failure: this.#refusal };
    if (state.name === 'waiting') return { name: 'away', failure: state.failure };
    if (state.name === 'online') return { name: 'online' };
    return { name: 'connecting', again: state.name === 'connecting' && state.attempt > 0 };
  }

  /** Not null while the person is asked for the access code. */
  get question(): Facts['code'] {
    return this.#access.question;
  }

  /** Not null once nothing can be done here but to load the page anew. */
  get ended(): Facts['ended'] {
    return this.#ended;
  }

  start(): void {
    if (this.#options.station === null) this.#ended = { failure: 'unknown-station' };
    if (this.#ended || this.question) this.#options.onChange();
    else this.#client.connect();
  }

  /** False when there is no connection and the message was dropped. */
  send(message: Roles['listener']['sends']): boolean {
    return this.#client.send(message);
  }

  enterCode(code: string): void {
    if (!this.question) return;
    this.#access.enter(code);
    // After too many tries the client waits as it was told, and takes the code along when it comes back.
    if (this.#client.state.name !== 'waiting') this.#client.connect();
    this.#options.onChange();
  }

  /** Wanted sound is missing, or no longer. */
  missing(missing: boolean): void {
    this.#reach.missing(missing);
  }

  /** What is heard comes by the service itself, so that it ends with the service. */
  relayed(relayed: boolean): void {
    this.#reach.relayed(relayed);
  }

  wake(networkChanged: boolean): void {
    this.#reach.wake(networkChanged);
  }

  /** Idempotent. */
  close(): void {
    this.#reach.missing(false);
    this.#cancelPersist?.();
    this.#cancelPersist = null;
    this.#client.close();
  }

  #dial(): SocketPort {
    const { openSocket, probe } = this.#options;
    const open = (): SocketPort => {
      this.#reach.opened();
      return openSocket();
    };
    return probe && this.#reach.asksFirst() ? new AskingSocket(probe, open) : open();
  }

  #hello(): Hello {
    const { code } = this.#access;
    return {
      type: 'hello',
      role: 'listener',
      version: protocolVersion,
      station: this.#options.station?.slug ?? '',
      ...this.#options.hello(),
      ...(code === null ? {} : { code }),
    };
  }

  #changed(state: SignalState<'listener'>): void {
    if (state.name === 'online') {
      this.#refusal = null;
      this.#reach.welcomed();
      this.#access.accepted();
      return this.#options.onWelcome(state.welcome);
    }
    const failure = 'failure' in state ? state.failure : null;
    const asksForCode = failure !== null && this.#access.refused(failure);
    if (state.name === 'closed' && failure !== null) this.#refused(failure, asksForCode);
    return this.#options.onChange();
  }

  #refused(failure: FailureCode, asksForCode: boolean): void {
    if (!this.#options.persistent) {
      if (!asksForCode) this.#ended = { failure };
      return;
    }
    // Where a code is asked for, the station may be open again before anybody comes by to type it.
    if (!asksForCode) this.#refusal = failure;
    const { clock, random } = this.#options;
    const waitMs = Math.round(persistMs * (0.75 + random() / 2));
    this.#cancelPersist?.();
    this.#cancelPersist = clock.after(waitMs, () => this.#client.connect());
  }
}
