/** The process that is measured: one fan-out, its source, and a listener's outlet for everyone who joins. */
import { FanOut, openOggOpusFile, systemClock } from '@mauzin/media';
import { IcePort, WebRtcListener, WebRtcSource } from '@mauzin/media';

import { serve } from '../remote.ts';
import type { SenderCalls, SenderEvents } from './sender-calls.ts';

const fanOut = new FanOut({
  clock: systemClock,
  random: Math.random,
  onEvent(event) {
    if (event.type !== 'source-started') process.stderr.write(`sender: ${JSON.stringify(event)}\n`);
  },
});
const listeners = new Map<string, WebRtcListener>();
let ice: IcePort | undefined;
let source: WebRtcSource | undefined;

const calls: SenderCalls = {
  async open() {
    ice = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' });
    return ice.port;
  },
  play: async (path) => fanOut.setSource(await openOggOpusFile({ path, clock: systemClock, loop: true })),
  mixSignal(signal) {
    source ??= openMix();
    source.signal(signal);
  },
  join({ id, redundancy }) {
    if (!ice) throw new Error('the port for sound is not open');
    const listener = new WebRtcListener({
      id,
      ice,
      iceServers: [],
      media: fanOut.media,
      clock: systemClock,
      events: {
        offer: (sdp) => emit('offer', { id, sdp }),
        candidate: ({ candidate, sdpMid }) => emit('candidate', { id, candidate, mid: sdpMid ?? '' }),
        state(state) {
          if (state.name === 'failed') emit('failed', { id, reason: state.reason });
        },
        error: (error) => complain(`listener ${id}`, String(error)),
      },
    });
    listener.setRedundancy(redundancy);
    listeners.set(id, listener);
    fanOut.addOutlet(listener);
  },
  answer: ({ id, sdp }) => listeners.get(id)?.answer(sdp),
  candidate: ({ id, candidate, mid }) => listeners.get(id)?.candidate({ candidate, sdpMid: mid }),
  leave({ id }) {
    listeners.delete(id);
    fanOut.removeOutlet(id);
  },
  packetsSent: () => fanOut.stats().packetsOut,
  collect() {
    if (!globalThis.gc) throw new Error('the sender must run with --expose-gc');
    globalThis.gc();
    globalThis.gc();
  },
  silence: () => fanOut.clearSource(),
};
const emit = serve<SenderEvents>(calls);

function openMix(): WebRtcSource {
  const mix = new WebRtcSource({
    bindAddress: '127.0.0.1',
    takesDataChannels: true,
    onSignal: (signal) => emit('mixSignal', signal),
    onState: () => undefined,
    onError: (error) => complain('the mix', String(error)),
  });
  fanOut.setSource(mix);
  return mix;
}

function complain(who: string, what: string): void {
  process.stderr.write(`sender: ${who}: ${what}\n`);
}
