/** What the desktop's engine does, from its parts: the station's service, its broadcaster, and one fan-out. */
import { fileURLToPath } from 'node:url';
import { Broadcaster, FanOut, IcePort, systemClock, WebRtcSource } from '@mauzin/media';
import { protocolVersion, serviceToBroadcasterSchema, SignalClient } from '@mauzin/shared';
import { createSignalService, generateBroadcasterKey, hashBroadcasterKey } from '@mauzin/signal';
import { WebSocket } from 'ws';

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
    const { port, url } = await service.listen();
    const ice = await IcePort.open({ port: 'any' });
    await goOnAir(`ws://127.0.0.1:${port}/ws`, key, ice);
    return `${url}/s/${station.slug}`;
  },
  mixSignal: (signal) => source.signal(signal),
  packetsIn: () => fanOut.stats().packetsIn,
};
const emit = serve<EngineEvents>(calls);

/** Resolves once the service has let the broadcaster in. */
function goOnAir(socketUrl: string, key: string, ice: IcePort): Promise<void> {
  const startMs = systemClock.now();
  return new Promise((done, fail) => {
    const client = new SignalClient<'broadcaster'>({
      openSocket: () => new WebSocket(socketUrl),
      clock: systemClock,
      random: Math.random,
      schema: serviceToBroadcasterSchema,
      hello: () => ({
        type: 'hello',
        role: 'broadcaster',
        version: protocolVersion,
        station: station.slug,
        key,
        takeOver: false,
        onAirMs: systemClock.now() - startMs,
      }),
      orderKey: (message) => ('listener' in message ? message.listener : null),
      onMessage(message) {
        if (message.type !== 'welcome') broadcaster.receive(message);
      },
      onState(state) {
        if (state.name === 'closed') fail(new Error(`the service refused the broadcaster: ${state.failure}`));
        if (state.name !== 'online') return;
        broadcaster.welcomed(state.welcome);
        done();
      },
      onError: complain,
    });
    const broadcaster = new Broadcaster({
      fanOut,
      ice,
      signal: client,
      clock: systemClock,
      onChange: () => undefined,
      onError: complain,
    });
    broadcaster.goLive();
    client.connect();
  });
}
