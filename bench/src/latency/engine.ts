/** What the desktop's engine does, from its parts: the station's service, its broadcaster, and one fan-out. */
import { fileURLToPath } from 'node:url';
import { FanOut, systemClock, WebRtcSource } from '@mauzin/media';
import { createSignalService, generateBroadcasterKey, hashBroadcasterKey } from '@mauzin/signal';

import { goOnAir } from '../go-on-air.ts';
import { serve } from '../remote.ts';
import type { EngineCalls, EngineEvents } from './engine-calls.ts';

const station = { slug: 'bench', name: 'Bench', language: 'en' } as const;
/** The built page, as the service hands it out. */
const pagesDir = fileURLToPath(new URL('../../../apps/listener/dist', import.meta.url));

const complain = (error: unknown): void => void process.stderr.write(`engine: ${String(error)}\n`);

const fanOut = new FanOut({
  clock: systemClock,
  random: Math.random,
  onEvent(event) {
    if (event.type !== 'source-started') complain(JSON.stringify(event));
  },
});
const source = new WebRtcSource({
  bindAddress: '127.0.0.1',
  takesDataChannels: true,
  onSignal: (signal) => emit('mixSignal', signal),
  onState: () => undefined,
  onError: complain,
});

const calls: EngineCalls = {
  async open() {
    fanOut.setSource(source);
    const key = generateBroadcasterKey();
    const stations = [{ ...station, keyHashes: [hashBroadcasterKey(key)] }];
    const service = createSignalService({ stations, pagesDir, host: '127.0.0.1', port: 0 });
    const { url } = await service.listen();
    await goOnAir({ url, station: station.slug, key, fanOut, onError: complain });
    return `${url}/s/${station.slug}`;
  },
  mixSignal: (signal) => source.signal(signal),
  packetsIn: () => fanOut.stats().packetsIn,
};
const emit = serve<EngineEvents>(calls);
