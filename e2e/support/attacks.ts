import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { Guest, type GuestHeard, listenerHello } from '../src/index.ts';

/** As much as is taken of anybody. */
const longAnswer = 'x'.repeat(8 * 1024 - 8);
const tooLongAnswer = 'x'.repeat(47_000);
const longCandidate = { candidate: 'x'.repeat(512), sdpMid: '0' };
const report = { route: 'direct', lossShare: 0.5, jitterMs: 1, concealedShare: 0, bufferMs: 1 } as const;
const tellEveryMs = 100;

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

interface Orders {
  readonly url: string;
  readonly attack: Attack;
  readonly sockets: number;
}

class Besiegers {
  readonly #url: string;
  readonly #attack: Attack;
  #sent = 0;

  constructor({ attack, sockets, url }: Orders) {
    this.#url = url;
    this.#attack = attack;
    for (let one = 0; one < sockets; one += 1) void this.#besiege();
  }

  /** Frames sent so far. */
  get sent(): number {
    return this.#sent;
  }

  async #besiege(): Promise<void> {
    for (;;) {
      const guest = new Guest(this.#url, { headers: { 'x-real-ip': '192.0.2.66' } });
      await Promise.race([once(guest.socket, 'open'), guest.gone()]).catch(() => undefined);
      guest.say({ ...listenerHello, connection: 'invented' });
      await this.#send(guest);
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
    for (let count = 0; guest.isOpen && count < most; count += 1) {
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

// As a program it attacks; the tests import it for its names.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , url = '', attack = '', sockets = '0'] = process.argv;
  if (!isAttack(attack)) throw new Error(`There is no attack ${attack}`);
  const besiegers = new Besiegers({ url, attack, sockets: Number(sockets) });
  setInterval(() => process.send?.(besiegers.sent), tellEveryMs);
  process.once('disconnect', () => process.exit());
}

function isAttack(name: string): name is Attack {
  return name in attacks || name === 'everything' || name === 'coming and going';
}
