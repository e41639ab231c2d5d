import { createSignalService, generateBroadcasterKey, hashBroadcasterKey } from '@mauzin/signal';

import { serve } from '../remote.ts';
import type { MauzinPlace } from './mauzin-side.ts';
import type { ServerCalls } from './server-calls.ts';

const calls: ServerCalls<MauzinPlace> = {
  async open() {
    const key = generateBroadcasterKey();
    const station = {
      slug: 'noor',
      name: 'Masjid an-Noor',
      language: 'ar',
      keyHashes: [hashBroadcasterKey(key)],
    };
    const service = createSignalService({ stations: [station], port: 0, limits: wide });
    const { port } = await service.listen();
    return { port, station: station.slug, key };
  },
  collect: () => globalThis.gc?.(),
};
const wide = {
  maxListeners: 100_000,
  maxConnections: 100_000,
  directCapacity: 100_000,
  framesPerSecond: { listener: 30, broadcaster: 100_000 },
};
serve(calls);
