import type { DesktopBridge } from '@mauzin/desktop-contract';
import { clockOf, type Rendition } from '@mauzin/shared';

import { Audition } from './devices/audition.ts';
import { preparedMedia } from './devices/prepared-media.ts';
import { openLoopProbe } from './ears/open-loop-probe.ts';
import { openToneOutput } from './ears/open-tone-output.ts';
import { createSendingPeer } from './mix/create-sending-peer.ts';
import { GraphRest } from './mix/graph-rest.ts';
import { MixPeer } from './mix/mix-peer.ts';
import { Mixer } from './mix/mixer.ts';
import { openEar } from './sentinel/open-ear.ts';
import { Sentinel } from './sentinel/sentinel.ts';
import { Studio, type StudioState } from './studio.ts';

const pageClock = clockOf(globalThis);

/** Opus runs at 48 kHz; a graph at the same rate spares a conversion. */
const sampleRate = 48_000;

/** Builds the studio on this page's real devices. */
export function openStudio(
  bridge: DesktopBridge,
  onState: (state: StudioState) => void,
): {
  readonly studio: Studio;
  readonly mixer: Mixer;
  readonly sentinel: Sentinel;
  readonly audition: Audition;
} {
  // Bound to no loudspeaker: nothing is played here, and the graph must not stop when one is unplugged.
  const context = new AudioContext({ sampleRate, latencyHint: 'interactive', sinkId: { type: 'none' } });
  const mixer = new Mixer({
    context,
    clock: pageClock,
    monitor: { media: navigator.mediaDevices, player: new Audio() },
  });
  const media = preparedMedia(navigator.mediaDevices, (kind) => bridge.call('prepare-capture', kind));
  const openPeer = (rendition: Rendition): MixPeer =>
    new MixPeer({
      rendition,
      createPeer: createSendingPeer,
      send: (signal) => void bridge.call('send-mix-signal', signal),
      clock: pageClock,
      random: Math.random,
    });
  const studio = new Studio({
    bridge,
    mixer,
    rest: new GraphRest(context),
    peer: openPeer('normal'),
    saver: openPeer('saver'),
    media,
    clock: pageClock,
    newId: () => crypto.randomUUID(),
    capturesMayMove: navigator.userAgent.includes('Linux'),
    sameTracks: (stream) => new MediaStream(stream.getTracks()),
    openTone: openToneOutput,
    playProbe: openLoopProbe,
    onState,
  });
  const sentinel = new Sentinel({
    onMixEnvelope: (listener) => mixer.onEnvelope(listener),
    openEar: openEar(context),
    send: (signal) => void bridge.call('send-sentinel-signal', signal),
    report: (state) => void bridge.call('report-sentinel', state),
    clock: pageClock,
    random: Math.random,
  });
  const audition = new Audition({ media, openContext: () => new AudioContext({ sinkId: { type: 'none' } }) });
  return { studio, mixer, sentinel, audition };
}
