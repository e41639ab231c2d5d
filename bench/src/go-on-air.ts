import { Broadcaster, type FanOut, IcePort, systemClock } from '@mauzin/media';
import { protocolVersion, serviceToBroadcasterSchema, SignalClient } from '@mauzin/shared';
import { WebSocket } from 'ws';

export interface AirOptions {
  /** The service's, as `http://…`. */
  readonly url: string;
  readonly station: string;
  readonly key: string;
  readonly fanOut: FanOut;
  readonly onError: (error: unknown) => void;
}

/** Puts a fan-out on the air, as the desktop's engine does. Resolves once the service has let the broadcaster in. */
export async function goOnAir({ fanOut, key, onError, station, url }: AirOptions): Promise<void> {
  const ice = await IcePort.open({ port: 'any' });
  const startMs = systemClock.now();
  await new Promise<void>((done, fail) => {
    const client = new SignalClient<'broadcaster'>({
      openSocket: () => new WebSocket(`${url.replace(/^http/, 'ws')}/ws`),
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
      onError,
    });
    const broadcaster = new Broadcaster({
      fanOut,
      ice,
      signal: client,
      clock: systemClock,
      onChange: () => undefined,
      onError,
    });
    broadcaster.goLive();
    client.connect();
  });
}
