import { once } from 'node:events';

import { broadcasterHello, Guest, type GuestHeard, listenerHello, type SignalServer } from '../src/index.ts';

/** As long as a browser's for one track. */
const description = `v=0\r\n${'a=rtcp-fb:111 transport-cc\r\n'.repeat(60)}`;
const candidate = {
  candidate: 'candidate:1 1 udp 2113937151 192.0.2.7 54321 typ host generation 0',
  sdpMid: '0',
};
/** As much as is taken of anybody. */
const longAnswer = 'x'.repeat(8 * 1024 - 8);
const tooLongAnswer = 'x'.repeat(47_000);
const longCandidate = { candidate: 'x'.repeat(512), sdpMid: '0' };
const report = { route: 'direct', lossShare: 0.5, jitterMs: 1, concealedShare: 0, bufferMs: 1 } as const;

const from = (address: string) => ({ headers: { 'x-real-ip': address } });

/** A broadcaster that does what the desktop does with its listeners, but for sound. */
export class PlainBroadcaster {
  readonly guest: Guest;
  /** Listeners whose answer has come. */
  readonly answered = new Set<string>();
  readonly #seekers = new Set<() => void>();
  #connections = 0;

  private constructor(guest: Guest) {
    this.guest = guest;
    guest.socket.once('close', () => this.#seek());
    guest.socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString()) as GuestHeard));
  }

  static async of(url: string, key: string): Promise<PlainBroadcaster> {
    const guest = new Guest(url, from('198.51.100.1'));
    await once(guest.socket, 'open');
    guest.say(broadcasterHello(key));
    await guest.hears(({ type }) => type === 'welcome');
    return new PlainBroadcaster(guest);
  }

  /** Resolves when the answer of each of these has come, false if the broadcaster is gone before. */
  async hasAnswers(listeners: readonly string[]): Promise<boolean> {
    return new Promise((done) => {
      const seek = (): void => {
        const hasAll = listeners.every((one) => this.answered.has(one));
        if (!hasAll && this.guest.isOpen) return;
        this.#seekers.delete(seek);
        done(hasAll);
      };
      this.#seekers.add(seek);
      seek();
    });
  }

  #hear({ type, ...heard }: GuestHeard): void {
    // What is kept by `Guest` would be gigabytes here.
    this.guest.heard.length = 0;
    const listener = String(heard['listener']);
    if (type === 'listen') {
      const to = { listener, connection: `c${(this.#connections += 1)}` };
      this.guest.say({ type: 'offer', ...to, sdp: description });
      for (let one = 0; one < 3; one += 1) this.guest.say({ type: 'candidate', ...to, candidate });
    } else if (type === 'answer') {
      this.answered.add(listener);
      this.guest.say({ type: 'reached', listener, connection: heard['connection'] });
      this.#seek();
    }
  }

  #seek(): void {
    for (const seek of this.#seekers) seek();
  }
}

/** So many listeners join at once, each from an address of its own. Resolves with the time until the last one's answer has come, ms. */
export async function joinAll(
  { url }: SignalServer,
  broadcaster: PlainBroadcaster,
  count: number,
): Promise<number> {
  const fromMs = performance.now();
  const guests = Array.from({ length: count }, (_, one) => new Guest(url, from(`203.0.113.${one + 1}`)));
  try {
    const ids = await Promise.all(guests.map(join));
    if (!(await broadcaster.hasAnswers(ids))) throw new Error('the broadcaster is gone');
    return performance.now() - fromMs;
  } finally {
    for (const guest of guests) guest.close();
  }
}

async function join(guest: Guest): Promise<string> {
  await once(guest.socket, 'open');
  guest.say(listenerHello);
  const offer = await guest.hears(({ type }) => type === 'offer');
  guest.say({ type: 'answer', connection: offer?.['connection'], sdp: description });
  for (let one = 0; one < 3; one += 1)
    guest.say({ type: 'candidate', connection: offer?.['connection'], candidate });
  return guest.id;
}

/** What hostile sockets send, each again and again. */
export const attacks = {
  'answers to nothing': () => ({ type: 'answer', connection: 'invented', sdp: longAnswer }),
  'answers that are too long': () => ({ type: 'answer', connection: 'invented', sdp: tooLongAnswer }),
  'answers to what was offered': (offered) => ({ type: 'answer', connection: offered, sdp: longAnswer }),
  candidates: (offered) => ({ type: 'candidate', connection: offered, candidate: longCandidate }),
  'candidates of nothing': () => ({ type: 'candidate', connection: 'invented', candidate: longCandidate }),
  reports: (offered) => ({ type: 'health', report: { ...report, connection: offered } }),
  'reports of nothing': () => ({ type: 'health', report: { ...report, connection: 'invented' } }),
  'reports of the stream': () => ({ type: 'health', report: { ...report, connection: null } }),
  wishes: () => ({ type: 'listen', connection: null }),
  'wishes with an invented connection': (_, count) => ({ type: 'listen', connection: `mine-${count}` }),
  farewells: (offered) => ({ type: 'closed', connection: offered }),
  'wishes and none': (_, count) =>
    count % 2 === 0 ? { type: 'unlisten' } : { type: 'listen', connection: null },
} as const satisfies Record<string, (offered: string, count: number) => object>;

export type Attack = keyof typeof attacks | 'everything' | 'coming and going';

/** Frames that each hostile socket may send at once, and a second: just what the service forgives. */
const burst = 110;
const everyMs = 40;

/** Hostile sockets of one address, until they are called off. Whoever is ended comes back at once. */
export class Siege {
  readonly #url: string;
  readonly #attack: Attack;
  readonly #open = new Set<Guest>();
  #over = false;
  #sent = 0;

  constructor({ url }: SignalServer, attack: Attack, sockets: number) {
    this.#url = url;
    this.#attack = attack;
    for (let one = 0; one < sockets; one += 1) void this.#besiege();
  }

  /** Resolves once so many frames have been sent. */
  async hasSent(frames: number): Promise<void> {
    while (this.#sent < frames) await new Promise(setImmediate);
  }

  /** Frames sent so far. */
  get sent(): number {
    return this.#sent;
  }

  close(): void {
    this.#over = true;
    for (const guest of this.#open) guest.close();
  }

  async #besiege(): Promise<void> {
    while (!this.#over) {
      const guest = new Guest(this.#url, from('192.0.2.66'));
      this.#open.add(guest);
      await Promise.race([once(guest.socket, 'open'), guest.gone()]).catch(() => undefined);
      guest.say({ ...listenerHello, connection: 'invented' });
      await this.#send(guest);
      this.#open.delete(guest);
      guest.close();
    }
  }

  async #send(guest: Guest): Promise<void> {
    let offered = 'invented';
    guest.socket.on('message', (data: Buffer) => {
      const heard = JSON.parse(data.toString()) as GuestHeard;
      if (heard.type === 'offer') offered = String(heard['connection']);
    });
    await Promise.race([guest.hears(({ type }) => type === 'offer'), guest.gone()]);
    const most = this.#attack === 'coming and going' ? 20 : Infinity;
    for (let count = 0; guest.isOpen && !this.#over && count < most; count += 1) {
      guest.heard.length = 0;
      guest.say(this.#next(offered, count));
      this.#sent += 1;
      if (count >= burst) await new Promise((done) => setTimeout(done, everyMs));
      else if (count % 10 === 9) await new Promise(setImmediate);
    }
  }

  #next(offered: string, count: number): object {
    if (this.#attack !== 'everything' && this.#attack !== 'coming and going')
      return attacks[this.#attack](offered, count);
    const all = Object.values(attacks);
    const one = all[count % all.length] ?? attacks.wishes;
    return one(offered, count);
  }
}
