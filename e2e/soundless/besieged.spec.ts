import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openSlowLine, type SignalServer, type SlowLine, startSignalServer } from '../src/index.ts';
import { joinAll, PlainBroadcaster, Siege } from '../support/besieged.ts';

const honest = 50;

/** How long the honest ones take is asked in `besieged.long.spec.ts`; here only that nobody is kept out. */
describe('a broadcaster behind a line of 10 Mbit/s, besieged from one address', () => {
  let server: SignalServer;
  let line: SlowLine;
  let broadcaster: PlainBroadcaster;

  beforeAll(async () => {
    server = await startSignalServer({
      env: { MAUZIN_ADDRESS_HEADER: 'x-real-ip', MAUZIN_RELAY: 'off' },
    });
    line = await openSlowLine({ port: server.port, bitsPerSecond: 10_000_000, delayMs: 5 });
    broadcaster = await PlainBroadcaster.of(`http://127.0.0.1:${line.port}`, server.key);
  });

  afterAll(async () => {
    broadcaster?.guest.close();
    await line?.close();
    await server?.close();
  });

  test.each([
    ['answers to nothing', 10],
    ['answers that are too long', 10],
    ['everything', 10],
    ['everything', 60],
  ] as const)('%s, %i sockets: it stays, and all others are heard by it', async (attack, sockets) => {
    const siege = new Siege(server, attack, sockets);
    try {
      await joinAll(server, broadcaster, honest);
      await siege.hasSent(sockets * 60);
      await joinAll(server, broadcaster, honest);
      expect(broadcaster.guest.closeCode).toBe(null);
    } finally {
      await siege.close();
    }
  });
});
