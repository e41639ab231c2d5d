import {
  type FailureCode,
  errorFor,
  failureFor,
  failures,
  type Feature,
  type Hello,
  limits as protocolLimits,
  type Role,
} from '@mauzin/shared';
import type { RawData, WebSocket } from 'ws';

import type { Admission } from '../../access/doorkeeper.ts';
import type { ServiceClock } from '../../clock.ts';
import type { ServiceLimits } from '../../limits.ts';
import type { ServiceObserver } from '../../observe/contracts.ts';
import type { LineMeter } from '../../line-meter.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import type { Cause } from '../../hosts/cause.ts';
import type { Link, StationHost } from '../../hosts/station-host.ts';
import { decodeBroadcaster, type Decoded, decodeHello, decodeListener } from './decode.ts';
import { FairOutbox } from './fair-outbox.ts';
import type { Gate, SocketSlot } from './gate.ts';
import { withOwnAddresses } from './named-addresses.ts';
import type { Door, Phase } from './phase.ts';
import { TokenBucket } from '../../token-bucket.ts';

/** Malformed frames that are answered with an error; one more ends the connection. */
const forgivenFrames = 2;
/** Seconds' worth of frames that may come at once. */
const burstSeconds = 4;

/** Failures that do not count as refusals: they end a peer that was let in, for its successor or for another instance. */
const noRefusals: ReadonlySet<FailureCode> = new Set(['restarting', 'replaced', 'taken-over']);

/** What may wait while the station checks whether a peer may come in: frames, and characters of all of them together. */
const heldFrames = 32;
const heldChars = protocolLimits.frameBytes;

export interface SocketLinkSettings {
  readonly clock: ServiceClock;
  readonly limits: ServiceLimits;
  readonly lines: LineMeter;
  readonly logger: ServiceLogger;
  readonly observer: Required<ServiceObserver>;
}

/** What all connections of a service share. */
export interface House {
  readonly settings: SocketLinkSettings;
  readonly gate: Gate;
  readonly findStation: (slug: string) => StationHost | null;
  /** Called before each frame: what is said in this turn goes out together. */
  readonly gather: (connection: SocketLink) => void;
  /** The connection is closed, and nothing is left of it. */
  readonly onClosed: (connection: SocketLink) => void;
}

export interface Arrival {
  readonly id: number;
  readonly socket: WebSocket;
  /** Where the peer is, from `addressOf`. Never logged. */
  readonly address: string;
  /** Given back when the socket is closed. */
  readonly slot: SocketSlot;
}

/**
 * One socket. Everything that comes in is counted, decoded and handled in one contained place: whatever a peer sends, or
 * makes us trip over, ends its own connection at most.
 */
export class SocketLink implements Link {
  readonly id: number;
  readonly #house: House;
  readonly #address: string;
  readonly #socket: WebSocket;
  #phase: Phase;
  #frames: TokenBucket;
  #bytes: TokenBucket;
  /** What listeners cause to be sent to a broadcaster. */
  #outbox: FairOutbox | null = null;
  #slot: SocketSlot;
  #features: readonly Feature[] = [];
  #badFrames = 0;
  #alive = true;

  constructor({ address, id, slot, socket }: Arrival, house: House) {
    const { clock, limits, logger } = house.settings;
    this.id = id;
    this.#house = house;
    this.#address = address;
    this.#socket = socket;
    this.#slot = slot;
    this.#frames = this.#newBucket('framesPerSecond', 'listener');
    this.#bytes = this.#newBucket('bytesPerSecond', 'listener');
    this.#phase = {
      name: 'greeting',
      cancel: clock.after(limits.helloTimeoutMs, () => this.end('hello-timeout')),
    };
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('ping', (data: Buffer) => this.#pinged(data));
    socket.on('pong', (data: Buffer) => this.#ponged(data));
    // A frame that breaks RFC 6455, or is too large: `ws` has answered it already (1002, 1007, 1009); a close follows.
    socket.on('error', (error) => logger.debug({ ...this.#who(), reason: error.message }, 'socket failed'));
    socket.on('close', (closeCode) => this.#closed(closeCode));
  }

  /** The protocol's additions that the peer's hello listed. */
  get features(): readonly Feature[] {
    return this.#features;
  }

  /** Null: the peer has not been let in. */
  get role(): Role | null {
    return this.#phase.name === 'peer' ? this.#phase.role : null;
  }

  /** Whether the peer hears by the service's relay. */
  get isRelayed(): boolean {
    return this.#phase.name === 'peer' && this.#phase.host.isRelayed(this.#phase.from.peer);
  }

  send(frame: string, cause?: Cause): void {
    if (this.#outbox !== null && cause !== undefined) return this.#outbox.push(frame, cause);
    this.#write(frame);
    return this.#outbox?.wrote(frame.length);
  }

  /**
   * @param detail for logs, what exactly was wrong
   * @param retryInMs when to come back; by default as the failure itself says
   */
  end(failure: FailureCode | null, detail?: string, retryInMs?: number): void {
    if (this.#phase.name === 'closing' || this.#phase.name === 'closed') return;
    const { clock, limits, observer } = this.#house.settings;
    if (failure !== null) {
      this.#logRefusal(failure, detail);
      if (!noRefusals.has(failure)) observer.refused(failure);
      this.#sendError(failure, detail, retryInMs);
    }
    const before = this.#phase;
    this.#phase = { name: 'closing', cancel: clock.after(limits.goodbyeMs, () => this.#socket.terminate()) };
    if (failure === null) this.#socket.close(1000);
    else this.#close(failure);
    this.#leave(before);
  }

  #logRefusal(failure: FailureCode, detail: string | undefined): void {
    const { lines, logger } = this.#house.settings;
    const line = failure === 'wrong-key' ? lines.next(this.#address) : null;
    logger[line === null ? 'debug' : 'warn'](
      { ...this.#who(), failure, detail, ...line },
      'connection refused',
    );
  }

  /** Called once an interval: asks for a sign of life, and ends a socket that has given none since the last time. */
  beat(): void {
    if (this.#phase.name === 'closed') return;
    if (!this.#alive) return this.terminate();
    this.#alive = false;
    return this.#outbox === null ? this.#socket.ping() : this.#outbox.beat();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #write(frame: string): void {
    if (this.#phase.name === 'closing' || this.#phase.name === 'closed') return;
    if (this.#isTooSlow()) return;
    this.#house.gather(this);
    this.#socket.send(frame);
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (!this.#heard(bytesOf(data))) return undefined;
    if (isBinary || !Buffer.isBuffer(data)) return this.end('bad-message', 'a binary frame');
    try {
      return this.#understand(data.toString('utf8'));
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Something came: a message, or a ping or pong of RFC 6455, which cost as much. False: too much came, or nothing is heard any more. */
  #heard(bytes: number): boolean {
    this.#alive = true;
    if (this.#phase.name === 'closing' || this.#phase.name === 'closed') return false;
    if (this.#mayComeIn(bytes)) {
      this.#outbox?.heard();
      return true;
    }
    this.end('too-many-messages');
    return false;
  }

  /** `ws` would answer by itself, as often as it is asked, and keep all answers for one that does not read. */
  #pinged(data: Buffer): void {
    if (!this.#heard(data.length) || this.#isTooSlow()) return;
    this.#house.gather(this);
    this.#socket.pong(data);
  }

  /** A mark that the outbox has sent is given back; any other is as good as a message. */
  #ponged(data: Buffer): void {
    if (this.#outbox?.returned(Number(data.toString())) === true) this.#alive = true;
    else this.#heard(data.length);
  }

  #isTooSlow(): boolean {
    const role = this.role ?? 'listener';
    if (this.#socket.bufferedAmount <= this.#house.settings.limits.bufferedBytes[role]) return false;
    this.end('too-slow');
    return true;
  }

  #understand(frame: string): void {
    const phase = this.#phase;
    if (phase.name === 'greeting') return this.#greet(frame);
    if (phase.name === 'at-the-door') return this.#hold(phase.held, frame);
    if (phase.name !== 'peer') return undefined;
    if (phase.role === 'listener') {
      const message = this.#checked(decodeListener(frame));
      if (message === null || this.#answered(message)) return undefined;
      if (message.type === 'ticket') return phase.host.giveTicket(phase.from);
      const passed = withOwnAddresses(message, this.#address);
      if (passed !== null) phase.host.handle({ type: 'listener-says', from: phase.from, message: passed });
      return undefined;
    }
    const message = this.#checked(decodeBroadcaster(frame));
    if (message === null || this.#answered(message)) return undefined;
    return phase.host.handle({ type: 'broadcaster-says', from: phase.from, message });
  }

  /** Checks the socket's own rate and its address's. A broadcaster has only its own: its listeners may well be at its address. */
  #mayComeIn(bytes: number): boolean {
    const { gate, settings } = this.#house;
    const phase = this.#phase;
    const nowMs = settings.clock.now();
    const isListener = phase.name === 'peer' && phase.role === 'listener';
    const isInPace = this.#frames.take(nowMs) && this.#bytes.take(nowMs, bytes);
    return isInPace && (!isListener || gate.maySay(this.#address, bytes, nowMs));
  }

  #greet(frame: string): void {
    const { findStation, settings } = this.#house;
    const decoded = decodeHello(frame);
    if (!decoded.ok) return this.end(decoded.code, decoded.detail);
    const { features = [], role, station } = decoded.value;
    this.#features = features;
    const full = role === 'listener' ? this.#listenerFull() : null;
    if (full !== null) return this.end(full);
    const host = findStation(station);
    if (!host) return this.end('unknown-station');
    this.#phase.cancel?.();
    const door: Door = { name: 'at-the-door', sinceMs: settings.clock.now(), held: [], cancel: null };
    this.#phase = door;
    void this.#admit(host, decoded.value, door);
    return undefined;
  }

  #listenerFull(): FailureCode | null {
    if (this.#slot.name === 'reserve') return 'station-full';
    return this.#house.gate.mayGreet(this.#address) ? null : 'too-many-messages';
  }

  async #admit(host: StationHost, hello: Hello, door: Door): Promise<void> {
    try {
      const admission = await host.admit(hello, this.#address);
      // The peer's socket may be gone by now.
      if (this.#phase === door) this.#enter(host, admission, door);
    } catch (error) {
      this.#failed(error);
    }
  }

  #enter(host: StationHost, admission: Admission, { held, sinceMs }: Door): void {
    if (!admission.ok) return this.end(admission.code);
    const { gate, settings } = this.#house;
    const { role, peer } = admission;
    if (role === 'broadcaster') {
      gate.leave(this.#slot);
      this.#slot = { name: 'broadcaster' };
      this.#outbox = this.#newOutbox();
    }
    this.#frames = this.#newBucket('framesPerSecond', role);
    this.#bytes = this.#newBucket('bytesPerSecond', role);
    this.#phase = { name: 'peer', role, from: { peer, link: this.id }, host, cancel: null };
    host.join(this, admission);
    // The room may have refused it: another broadcaster is there, or the station is full.
    if (this.#isPeer())
      settings.observer.joined({
        station: host.station.slug,
        role,
        tookMs: settings.clock.now() - sinceMs,
      });
    for (const frame of held) this.#understand(frame);
    return undefined;
  }

  #isPeer(): boolean {
    return this.#phase.name === 'peer';
  }

  #hold(held: string[], frame: string): void {
    const chars = held.reduce((sum, one) => sum + one.length, frame.length);
    if (held.length >= heldFrames || chars > heldChars) return this.end('too-many-messages');
    held.push(frame);
    return undefined;
  }

  /** A mistake of the service's, not the peer's; but only the peer's connection may suffer from it. */
  #failed(error: unknown): void {
    const { lines, logger } = this.#house.settings;
    const line = lines.next(`a message of ${this.#address}`);
    if (line !== null) logger.error({ ...this.#who(), err: error, ...line }, 'handling a message failed');
    this.#socket.close(1011);
  }

  /** The message; null after telling the peer what was wrong, or ending it. */
  #checked<T>(decoded: Decoded<T>): T | null {
    if (decoded.ok) return decoded.value;
    // The rate limits hold for messages of a newer peer, too.
    if (decoded.fault === 'newer') return null;
    this.#badFrames += 1;
    if (decoded.fault === 'forbidden' || this.#badFrames > forgivenFrames)
      this.end(decoded.code, decoded.detail);
    else this.#sendError(decoded.code, decoded.detail);
    return null;
  }

  /** Answers messages that never concern the station. */
  #answered<T extends { type: string }>(message: T): message is Extract<T, { type: 'ping' | 'hello' }> {
    if (message.type === 'hello') {
      this.end('bad-message', 'a second hello');
      return true;
    }
    if (message.type !== 'ping' || !('id' in message)) return false;
    this.send(JSON.stringify({ type: 'pong', id: message.id }));
    return true;
  }

  #sendError(code: FailureCode, detail?: string, retryInMs?: number): void {
    // JSON leaves out fields that are undefined.
    const error = { type: 'error', ...errorFor(code, this.#features), retryInMs, detail };
    this.#socket.send(JSON.stringify(error));
  }

  #close(failure: FailureCode): void {
    const told = failureFor(failure, this.#features);
    this.#socket.close(failures[told].closeCode, told);
  }

  #closed(closeCode: number): void {
    const before = this.#phase;
    before.cancel?.();
    this.#phase = { name: 'closed', cancel: null };
    this.#house.settings.logger.debug({ ...this.#who(), closeCode }, 'socket closed');
    this.#leave(before);
    this.#house.gate.leave(this.#slot);
    this.#house.onClosed(this);
  }

  #leave(phase: Phase): void {
    if (phase.name === 'greeting') phase.cancel();
    this.#outbox?.close();
    this.#outbox = null;
    if (phase.name === 'peer') phase.host.leave(phase.from);
  }

  #newOutbox(): FairOutbox {
    const { clock, limits } = this.#house.settings;
    return new FairOutbox({
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, run),
      write: (frame) => this.#write(frame),
      // Any WebSocket gives a ping back as a pong (RFC 6455 §5.5.2).
      mark: (id) => this.#socket.ping(String(id)),
      mostWaiting: limits.bufferedBytes.broadcaster,
      onStuck: () => this.end('too-slow'),
    });
  }

  #newBucket(rate: 'bytesPerSecond' | 'framesPerSecond', role: Role): TokenBucket {
    const { clock, limits } = this.#house.settings;
    const perSecond = limits[rate][role];
    return new TokenBucket(perSecond * burstSeconds, perSecond, clock.now());
  }

  #who(): object {
    const phase = this.#phase;
    if (phase.name !== 'peer') return { connection: this.id };
    return { connection: this.id, station: phase.host.station.slug, role: phase.role, peer: phase.from.peer };
  }
}

const bytesOf = (data: RawData): number => {
  if (Array.isArray(data)) return data.reduce((sum, { length }) => sum + length, 0);
  return data.byteLength;
};
