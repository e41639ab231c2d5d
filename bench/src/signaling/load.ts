import { serve } from '../remote.ts';
import type { Crowd, LoadCalls, Where } from './load-calls.ts';
import { MauzinSide } from './mauzin-side.ts';
import { PeerJsPageSide } from './peerjs-page-side.ts';
import { PeerJsSide } from './peerjs-side.ts';
import type { Guest, Side } from './side.ts';

let side: Side | null = null;
const guests: Guest[] = [];

const calls: LoadCalls = {
  async open(where) {
    side = sideOf(where);
    await side.openStation();
  },
  async join(crowd) {
    const joinMs: number[] = [];
    const startMs = performance.now();
    await come(crowd, async (one) => {
      const fromMs = performance.now();
      const guest = await one.join();
      joinMs.push(performance.now() - fromMs);
      return guest;
    });
    return { tookMs: performance.now() - startMs, joinMs };
  },
  idle: (crowd) => come(crowd, (one) => one.idle()),
  async leave() {
    await Promise.all(guests.splice(0).map((guest) => guest.leave()));
  },
};
serve(calls);

function sideOf(where: Where): Side {
  if ('mauzin' in where) return new MauzinSide(where.mauzin);
  const { as, peerJsPort } = where;
  return as === 'page' ? new PeerJsPageSide(peerJsPort) : new PeerJsSide(peerJsPort, as === 'client');
}

async function come({ count, atOnce }: Crowd, enter: (one: Side) => Promise<Guest>): Promise<void> {
  const one = side;
  if (one === null) throw new Error('no server yet');
  let left = count;
  const oneAfterAnother = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      guests.push(await enter(one));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterAnother));
}
