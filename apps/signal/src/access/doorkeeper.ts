import type { FailureCode, Hello, ListenerHello, Role } from '@mauzin/shared';

import type { ServiceClock } from '../clock.ts';
import type { ServiceLimits } from '../limits.ts';
import type { LineMeter } from '../line-meter.ts';
import type { ServiceLogger } from '../service-logger.ts';
import type { Stretch } from './access-code.ts';
import { keyMatches } from './broadcaster-key.ts';
import { type CodeAsker, CodeCheck } from './code-check.ts';
import type { Guard } from './guard.ts';
import { ResumeTokens } from './resume-tokens.ts';
import { SentAway } from './sent-away.ts';

export type Admission =
  | {
      readonly ok: true;
      readonly role: Role;
      readonly peer: string;
      readonly resumed: boolean;
      /** Where it is: equal for all of one address. Opaque, and of this process only. */
      readonly network: string;
      /** As it came, but `uncounted` only with a key. */
      readonly hello: Hello;
      /** Of the key that opened the door: without it the peer would not be here. */
      readonly keyHash: string | null;
    }
  | { readonly ok: false; readonly code: FailureCode };

/** A station, as far as it says who may come in. */
export interface Guarded {
  readonly slug: string;
  /** From `hashBroadcasterKey`, one for each key that may broadcast. */
  readonly keyHashes: readonly string[];
  /** Of the key by which the broadcaster's own ears come in, and nobody broadcasts; absent: they bring a key that may. */
  readonly earKeyHash?: string;
  /** From `hashAccessCode`; absent: the station is open to everybody. */
  readonly accessCodeHash?: string;
}

export interface DoorkeeperSettings {
  readonly clock: ServiceClock;
  readonly limits: ServiceLimits;
  readonly lines: LineMeter;
  readonly logger: ServiceLogger;
  readonly newPeerId: () => string;
  /** Null: each station's tokens are signed with a secret from its key's hash. */
  readonly resumeSecret: string | null;
  readonly stretch: Stretch;
}

/** The log tells of each so many wrong codes at a station within a day, however slowly they come. */
const toldEach = 25;

/**
 * How long a ticket opens the HTTP stream of a private station, ms. It stands in the request's address, which proxies and players may
 * keep. Pages are given a new one each ten minutes, so what they hold is good for another twenty.
 */
const ticketForMs = 30 * 60_000;

/** Says who may come in to a station, and as whom. Whoever it has let in gets a token that opens the door again. */
export class Doorkeeper {
  readonly #settings: DoorkeeperSettings;
  readonly #guard: Guard;
  readonly #slug: string;
  readonly #keyHashes: Readonly<Record<Role, readonly string[]>>;
  readonly #tokens: Readonly<Record<Role, ResumeTokens>>;
  readonly #tickets: ResumeTokens;
  readonly #sentAway: SentAway;
  /** Null: the station is open to everybody. */
  readonly #codes: CodeCheck | null;
  /** Each ends one at once. */
  readonly #pauses = new Set<() => void>();
  #closed = false;

  /** @param sentAway whose tokens open nothing, whatever they say */
  constructor(
    { accessCodeHash, earKeyHash, keyHashes, slug }: Guarded,
    settings: DoorkeeperSettings,
    guard: Guard,
    sentAway = new SentAway(),
  ) {
    this.#sentAway = sentAway;
    this.#settings = settings;
    this.#guard = guard;
    this.#slug = slug;
    const ears = earKeyHash === undefined ? [] : [earKeyHash];
    this.#keyHashes = { broadcaster: keyHashes, listener: [...keyHashes, ...ears] };
    // A station without keys has no broadcaster, and nothing to hear.
    const secret = settings.resumeSecret ?? keyHashes[0] ?? slug;
    // Another code, or none, makes another secret: with it all tokens of before are worth nothing.
    const ofListeners = accessCodeHash === undefined ? secret : `${secret} ${accessCodeHash}`;
    const { resumeForMs } = settings.limits;
    this.#tokens = {
      broadcaster: this.#tokensOf(secret, resumeForMs),
      listener: this.#tokensOf(ofListeners, resumeForMs),
    };
    this.#tickets = this.#tokensOf(`ticket ${ofListeners}`, ticketForMs);
    this.#codes = accessCodeHash === undefined ? null : this.#check(accessCodeHash);
  }

  get isPrivate(): boolean {
    return this.#codes !== null;
  }

  /** @param address from `addressOf` */
  async admit(hello: Hello, address: string): Promise<Admission> {
    const guest = this.#guard.nameOf(address);
    const site = this.#guard.siteOf(address);
    const known = hello.resume === undefined ? null : this.#knownBy(hello.role, hello.resume);
    const keyHash = this.#keyNeededBy(hello);
    const refusal =
      hello.role === 'broadcaster'
        ? this.#refuseKey(keyHash, guest)
        : await this.#refuseCode(hello, { guest, site }, known !== null || keyHash !== null);
    if (refusal !== null) return { ok: false, code: refusal };
    if (hello.role === 'listener' && this.#codes !== null)
      this.#guard.lately.add(this.#slug, guest, this.#settings.clock.now());
    const peer = known ?? this.#settings.newPeerId();
    return {
      ok: true,
      role: hello.role,
      peer,
      resumed: known !== null,
      network: guest,
      hello: keyHash === null ? counted(hello) : hello,
      keyHash,
    };
  }

  issue(role: Role, peer: string): string {
    return this.#tokens[role].issue(role, peer);
  }

  /** Opens the HTTP stream for a while; null: the station is open to everybody. */
  ticketFor(peer: string): string | null {
    return this.#codes === null ? null : this.#tickets.issue('listener', peer);
  }

  /** Whether a listener's ticket, or none, lets somebody hear this station now. Pages of before bring their resume token. */
  opens(ticket: string | null): boolean {
    if (this.#codes === null) return true;
    if (ticket === null) return false;
    const holder =
      this.#tickets.verify('listener', ticket) ?? this.#tokens.listener.verify('listener', ticket);
    return holder !== null && !this.#sentAway.hasPeer(holder);
  }

  /** Looks at nothing more; who is being looked at hears so at once. Idempotent. */
  close(): void {
    this.#closed = true;
    for (const end of this.#pauses) end();
  }

  /** A right key always comes in: nobody guesses 160 bits, and nobody else's wrong ones may end a broadcast. */
  #refuseKey(keyHash: string | null, guest: string): FailureCode | null {
    if (keyHash !== null) return null;
    const { keysByAddress } = this.#guard;
    const nowMs = this.#settings.clock.now();
    if (keysByAddress.waitMs(guest, nowMs) > 0) return 'too-many-tries';
    keysByAddress.wrong(guest, nowMs);
    return 'wrong-key';
  }

  /** Null: it has none that is right, or comes in without. */
  #keyNeededBy(hello: Hello): string | null {
    const { key, role } = hello;
    if (key === undefined || (hello.role === 'listener' && !this.#needsKey(hello))) return null;
    return this.#keyHashes[role].find((keyHash) => keyMatches(key, keyHash)) ?? null;
  }

  #needsKey({ uncounted }: ListenerHello): boolean {
    return uncounted === true || this.#codes !== null;
  }

  async #refuseCode(
    { code }: ListenerHello,
    asker: CodeAsker,
    isKnown: boolean,
  ): Promise<FailureCode | null> {
    if (this.#codes === null || isKnown) return null;
    if (code === undefined) return 'code-needed';
    switch (await this.#codes.judge(code, asker)) {
      case 'right':
        this.#forgiveOne(asker);
        return null;
      case 'not-looked-at':
        return 'too-many-tries';
      case 'wrong':
        await this.#pause(this.#settings.limits.wrongCodeDelayMs);
        return 'wrong-code';
    }
  }

  #forgiveOne({ guest, site }: CodeAsker): void {
    const nowMs = this.#settings.clock.now();
    const { codesByAddress, codesByAddressThere, codesBySite } = this.#guard;
    if (site !== null) codesBySite.right(this.#here(site), nowMs);
    if (codesByAddressThere.withinDay(this.#here(guest), nowMs) === 0) return;
    codesByAddressThere.right(this.#here(guest), nowMs);
    codesByAddress.right(guest, nowMs);
  }

  /** Sites are counted at each station: a guesser at one must not keep a town out of all others. */
  #here(name: string): string {
    return `${this.#slug} ${name}`;
  }

  /** The peer of a resume token; null: it is not good, or its peer was sent away. */
  #knownBy(role: Role, token: string): string | null {
    const known = this.#tokens[role].verify(role, token);
    return known !== null && role === 'listener' && this.#sentAway.hasPeer(known) ? null : known;
  }

  #check(codeHash: string): CodeCheck {
    const { clock, lines, logger, stretch } = this.#settings;
    const { codesByAddress, codesByAddressThere, codesBySite, codesByStation, lately, turns } = this.#guard;
    const station = this.#slug;
    return new CodeCheck({
      codeHash,
      stretch,
      inTurn: turns.take,
      mayTry: ({ guest, site }) => {
        const nowMs = clock.now();
        if (this.#closed || codesByAddress.waitMs(guest, nowMs) > 0) return false;
        const ofSiteMs = site === null ? 0 : codesBySite.waitMs(this.#here(site), nowMs);
        const ofOthersMs = Math.max(ofSiteMs, codesByStation.waitMs(station, nowMs));
        return ofOthersMs === 0 || lately.has(station, guest, nowMs);
      },
      onWrong: (askers) => {
        const nowMs = clock.now();
        const waits = askers.map(({ guest }) => codesByAddress.wrong(guest, nowMs));
        for (const { guest } of askers) codesByAddressThere.wrong(this.#here(guest), nowMs);
        const guesser = askers[waits.indexOf(true)]?.guest;
        for (const site of new Set(askers.map((asker) => asker.site)))
          if (site !== null) waits.push(codesBySite.wrong(this.#here(site), nowMs));
        // One guess, however many made it: all phones of a mosque come at once with the code that it has just changed.
        waits.push(codesByStation.wrong(station, nowMs));
        // Slow ones that nobody has to wait for are told of, too.
        if (!waits.includes(true) && codesByStation.withinDay(station, nowMs) % toldEach !== 0) return;
        const line = lines.next(guesser ?? `codes of ${station}`);
        if (line !== null) logger.warn({ station, ...line }, 'access codes are being guessed');
      },
    });
  }

  #tokensOf(secret: string, lifetimeMs: number): ResumeTokens {
    const { clock } = this.#settings;
    return new ResumeTokens({
      station: this.#slug,
      secret,
      lifetimeMs,
      wallMs: () => clock.wallMs(),
    });
  }

  #pause(ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#pauses.delete(end);
        resolve();
      };
      const cancel = this.#settings.clock.after(ms, end);
      this.#pauses.add(end);
    });
  }
}

/** Who brings no right key cannot be left out of what the broadcaster is told, or a crowd could hear unseen. */
function counted(hello: Hello): Hello {
  if (hello.role === 'broadcaster') return hello;
  const { uncounted: _, ...rest } = hello;
  return rest;
}
