import { namedRendition, type Rendition, type Roles } from '@mauzin/shared';
import { FakeClock } from '@mauzin/shared/testing';
import { onTestFinished } from 'vitest';

import { Broadcaster } from '../broadcaster/broadcaster.ts';
import type { ListenerOutlet, MakeListenerOutlet, PathOutcome } from '../broadcaster/contracts.ts';
import type { Frame, MediaParameters } from '../fan-out/contracts.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import { IcePort } from '../ice/ice-port.ts';
import { MediaError } from '../media-error.ts';
import type { WebRtcListenerEvents, WebRtcListenerState } from '../outlets/webrtc-listener.ts';

type Towards = Parameters<MakeListenerOutlet>[4];
type Said = Roles['broadcaster']['sends'];

/** A connection that does what the test says. */
class FakeListenerOutlet implements ListenerOutlet {
  readonly id: string;
  readonly kind = 'listener';
  readonly events: WebRtcListenerEvents;
  readonly heard: string[] = [];
  readonly media: MediaParameters;
  readonly towards: Towards;
  state: WebRtcListenerState = { name: 'connecting' };
  bytesSent = 0;
  redundant = false;
  /** Packets handed to it. */
  packets = 0;

  constructor(id: string, events: WebRtcListenerEvents, media: MediaParameters, towards: Towards) {
    this.id = id;
    this.events = events;
    this.media = media;
    this.towards = towards;
  }

  setRedundancy(on: boolean): void {
    this.redundant = on;
  }

  answer(sdp: string): void {
    if (sdp === 'malformed') throw new MediaError('malformed-sdp', 'malformed');
    this.heard.push(sdp);
  }

  candidate({ candidate }: { candidate: string }): void {
    if (candidate === 'malformed') throw new MediaError('malformed-candidate', 'malformed');
    this.heard.push(candidate);
  }

  send({ rtp }: Frame): number {
    this.packets += 1;
    return rtp.length;
  }

  remoteAddress(): string {
    return '192.168.1.30';
  }

  become(state: WebRtcListenerState): void {
    this.state = state;
    this.events.state(state);
  }

  close(): void {
    if (this.state.name !== 'closed' && this.state.name !== 'failed') this.become({ name: 'closed' });
  }
}

export interface BroadcasterRigOptions {
  readonly maxOutlets?: number;
  readonly isUncounted?: (peer: string) => boolean;
  /** As where a file is played: there is the normal rendition only. */
  readonly withoutSaver?: boolean;
}

/** A broadcaster off the air, with connections that do what the test says, and both fan-outs. Ends with the test. */
export async function setUpBroadcaster({ withoutSaver = false, ...options }: BroadcasterRigOptions = {}) {
  const clock = new FakeClock();
  const ice = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' });
  const fanOut = new FanOut({ clock, random: Math.random, onEvent: () => undefined });
  const saver = new FanOut({ clock, random: Math.random, onEvent: () => undefined });
  const said: Said[] = [];
  const errors: unknown[] = [];
  const outlets: FakeListenerOutlet[] = [];
  const reaches: [string, PathOutcome][] = [];
  const reports: string[] = [];
  const signal = { online: true, send: (message: Said) => signal.online && said.push(message) > 0 };
  const broadcaster = new Broadcaster({
    ...options,
    ...(withoutSaver ? {} : { saver }),
    clock,
    fanOut,
    ice,
    signal,
    onChange: () => undefined,
    onHealth: (listener) => reports.push(listener),
    onReach: (listener, reach) => reaches.push([listener, reach]),
    onError: (error) => errors.push(error),
    newConnectionId: () => `c${outlets.length + 1}`,
    makeOutlet: (id, _iceServers, events, media, towards) => {
      const outlet = new FakeListenerOutlet(id, events, media, towards);
      outlets.push(outlet);
      return outlet;
    },
  });
  onTestFinished(() => {
    broadcaster.close();
    fanOut.close();
    saver.close();
    ice.close();
  });
  const listen = (listener: string, connection: string | null = null, rendition?: Rendition): void => {
    broadcaster.receive({ type: 'listen', listener, connection, ...namedRendition(rendition) });
    clock.advance(0);
  };
  /** The service's relay asks for a copy. */
  const uplink = (connection: string | null = null, rendition: Rendition = 'normal'): void => {
    const listener = `relay-${rendition}`;
    broadcaster.receive({ type: 'listen', listener, connection, ...namedRendition(rendition), uplink: true });
    clock.advance(0);
  };
  const outlet = (number: number): FakeListenerOutlet => {
    const made = outlets[number - 1];
    if (!made) throw new Error(`there is no connection c${number}`);
    return made;
  };
  const open = (number: number): void => outlet(number).become({ name: 'open' });
  /** What was said since the last look. */
  const news = (): Said[] => said.splice(0);
  /** Ids of the connections that get each rendition. */
  const sentTo = (): { normal: string[]; saver: string[] } => ({
    normal: [...fanOut.outlets.keys()],
    saver: [...saver.outlets.keys()],
  });
  return {
    broadcaster,
    clock,
    errors,
    fanOut,
    listen,
    news,
    open,
    outlet,
    outlets,
    reaches,
    reports,
    saver,
    sentTo,
    signal,
    uplink,
  };
}

/** On the air, with listener `ann` hearing connection `c1`. */
export async function setUpHearing() {
  const all = await setUpBroadcaster();
  all.broadcaster.goLive();
  all.listen('ann');
  all.open(1);
  all.news();
  return all;
}
