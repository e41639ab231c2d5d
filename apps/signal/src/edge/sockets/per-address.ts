import type { ServiceLimits } from '../../limits.ts';
import { TokenBucket } from '../../token-bucket.ts';

/** What is counted by the second. */
export type Rate = 'hellos' | 'messages' | 'bytes' | 'requests';
/**
 * What is counted while it is open: TCP connections, those of them that have not asked for anything yet, answers under way, WebSockets, and
 * those that came in on the reserve.
 */
export type OpenKind = 'tcp' | 'arriving' | 'answers' | 'sockets' | 'reserve';

interface Guest {
  readonly open: Record<OpenKind, number>;
  readonly buckets: Partial<Record<Rate, TokenBucket>>;
}

/** Addresses with nothing open that are remembered; those that were quiet for longest are forgotten first. */
const mostIdle = 10_000;

/** How much each address has open, and how often it came. Bounded by what is open, and by `mostIdle`. */
export class PerAddress {
  readonly #rates: Readonly<Record<Rate, { readonly perSecond: number; readonly burst: number }>>;
  readonly #open = new Map<string, Guest>();
  readonly #idle = new Map<string, Guest>();

  constructor(limits: ServiceLimits) {
    this.#rates = {
      hellos: { perSecond: limits.hellosPerAddress, burst: limits.helloBurstPerAddress },
      messages: { perSecond: limits.messagesPerAddress, burst: limits.messageBurstPerAddress },
      bytes: { perSecond: limits.bytesPerAddress, burst: limits.byteBurstPerAddress },
      requests: { perSecond: limits.requestsPerAddress, burst: limits.requestBurstPerAddress },
    };
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#open.size + this.#idle.size;
  }

  count(address: string, what: OpenKind): number {
    return this.#open.get(address)?.open[what] ?? 0;
  }

  change(address: string, what: OpenKind, by: 1 | -1): void {
    const guest = this.#known(address);
    guest.open[what] += by;
    this.#keep(address, guest);
  }

  /** Counts one more of a rate's events, or several. False: the address came too often. */
  take(address: string, rate: Rate, nowMs: number, count = 1): boolean {
    const guest = this.#known(address);
    const { burst, perSecond } = this.#rates[rate];
    const bucket = (guest.buckets[rate] ??= new TokenBucket(burst, perSecond, nowMs));
    if (!this.#open.has(address)) this.#keep(address, guest);
    return bucket.take(nowMs, count);
  }

  #known(address: string): Guest {
    const known = this.#open.get(address) ?? this.#idle.get(address);
    return known ?? { open: { tcp: 0, arriving: 0, answers: 0, sockets: 0, reserve: 0 }, buckets: {} };
  }

  #keep(address: string, guest: Guest): void {
    this.#open.delete(address);
    this.#idle.delete(address);
    const { answers, arriving, reserve, sockets, tcp } = guest.open;
    if (tcp + arriving + answers + sockets + reserve > 0) {
      this.#open.set(address, guest);
      return;
    }
    this.#idle.set(address, guest);
    const [quietest] = this.#idle.keys();
    if (this.#idle.size > mostIdle && quietest !== undefined) this.#idle.delete(quietest);
  }
}
