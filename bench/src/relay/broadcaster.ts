import { Broadcaster, FanOut, IcePort, type Source, type SourceSink, systemClock } from '@mauzin/media';
import { protocolVersion, serviceToBroadcasterSchema, SignalClient } from '@mauzin/shared';
import { WebSocket } from 'ws';

import { serve } from '../remote.ts';
import type { BroadcasterCalls } from './broadcaster-calls.ts';
import { stampedPacket } from './stamp.ts';

const frameMs = 20;
const frameSamples = 960;

const complain = (error: unknown): void => void process.stderr.write(`broadcaster: ${String(error)}\n`);

/** A packet each 20 ms, on average: timers are late, and what they miss is made up for. */
class StampedSource implements Source {
  readonly kind = 'file';
  #timer: NodeJS.Timeout | null = null;

  start(sink: SourceSink): void {
    const startMs = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      for (; sent * frameMs <= performance.now() - startMs; sent += 1) {
        const payload = stampedPacket(process.hrtime.bigint());
        sink.packet({ payload, sequence: sent & 0xffff, timestamp: (sent * frameSamples) >>> 0, stream: 0 });
      }
    }, frameMs / 4);
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
  }
}

const fanOut = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });

const calls: BroadcasterCalls = {
  async open({ url, station, key }) {
    fanOut.setSource(new StampedSource());
    const ice = await IcePort.open({ port: 'any' });
    await goOnAir(`${url.replace(/^http/, 'ws')}/ws`, station, key, ice);
  },
  silence: () => fanOut.clearSource(),
  outlets: () => fanOut.outlets.size,
};
serve(calls);

function goOnAir(socketUrl: string, station: string, key: string, ice: IcePort): Promise<void> {
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
        station,
        key,
        takeOver: false,
        onAirMs: null,
      }),
      orderKey: (message) => ('listener' in message ? message.listener : null),
      onMessage(message) {
        if (message.type !== 'welcome') broadcaster.receive(message);
      },
      onState(state) {
        if (state.name === 'closed') fail(new Error(`the service refused the broadcaster: ${state.failure}`));
        if (state.name !== 'online') return;
        broadcaster.welcomed(state.welcome);
        broadcaster.goLive();
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
    client.connect();
  });
}
