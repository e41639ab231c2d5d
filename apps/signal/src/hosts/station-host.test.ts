import { FakeClock } from '@mauzin/shared/testing';
import { expect, it } from 'vitest';

import type { Admission } from '../access/doorkeeper.ts';
import { Guard } from '../access/guard.ts';
import type { ServiceObserver } from '../observe/contracts.ts';
import { settingsOf, type SignalServiceOptions } from '../options.ts';
import type { FromRelay, Relay, RelayedStation, ToRelay } from '../sound/relay/contracts.ts';
import type { StationSettings } from '../store/stations/contracts.ts';
import { type Link, StationHost } from './station-host.ts';
import { broadcasterHello, listenerHello } from '../testing/hellos.ts';

/** A relay that keeps what it is told, and says what the test wants. */
class FakeRelay implements Relay {
  readonly isReady = true;
  readonly streams = { route: 'relay', available: () => true, open: () => null } as const;
  readonly told: ToRelay[] = [];
  isOpen = true;
  starts = 0;
  opened = 0;
  closes = 0;
  says: (message: FromRelay) => void = () => undefined;

  async start(): Promise<void> {
    this.starts += 1;
  }

  openStation(_station: string, says: (message: FromRelay) => void): RelayedStation {
    this.opened += 1;
    this.says = says;
    const isOpen = (): boolean => this.isOpen;
    return {
      get isOpen() {
        return isOpen();
      },
      tell: (message) => this.told.push(message),
      close: () => {
        this.closes += 1;
      },
    };
  }

  stats(): [] {
    return [];
  }

  async close(): Promise<void> {}
}

class FakeLink implements Link {
  readonly frames: { readonly type: string }[] = [];
  readonly id: number;
  readonly features = [];

  constructor(id: number) {
    this.id = id;
  }

  send(frame: string): void {
    this.frames.push(JSON.parse(frame));
  }

  end(): void {}
}

function host(options: Partial<SignalServiceOptions> = {}, settings: StationSettings = {}) {
  const relay = new FakeRelay();
  const clock = Object.assign(new FakeClock(), { wallMs: () => 0 });
  const config = { slug: 'noor', name: 'Noor', language: 'ar', keyHashes: [], settings };
  const of = settingsOf({ stations: [config], relay, clock, ...options });
  return { relay, clock, station: new StationHost(config, of, new Guard()) };
}

type Admitted = Extract<Admission, { ok: true }>;

const admitted = (peer: string, network: string, hello: Admitted['hello']): Admitted => ({
  ok: true,
  role: hello.role,
  peer,
  resumed: false,
  network,
  hello,
  keyHash: null,
});
const desk = (network = 'hall'): Admitted => admitted('desk-1', network, { ...broadcasterHello, onAirMs: 0 });
const phone = (network: string, peer = 'phone-1'): Admitted => admitted(peer, network, listenerHello);

it('has the relay once its broadcaster is there, and lets go of it when it is closed', () => {
  const { relay, station } = host();
  station.join(new FakeLink(2), phone('elsewhere'));
  expect(relay.opened).toBe(0);
  station.join(new FakeLink(1), desk());
  station.leave({ peer: 'desk-1', link: 1 });
  station.join(new FakeLink(3), desk());
  expect(relay.opened).toBe(1);
  expect(relay.told).toEqual([
    {
      type: 'of-listener',
      message: { type: 'listen', listener: 'phone-1', connection: null },
      guest: { network: 'elsewhere', isHome: false },
    },
    { type: 'uplink', rendition: 'normal', wanted: true },
  ]);
  station.close();
  expect(relay.closes).toBe(1);
});

it('hears what the relay says, and whether it has room', () => {
  const { relay, station } = host();
  const [broadcaster, listener] = [new FakeLink(1), new FakeLink(2)];
  station.join(broadcaster, desk());
  station.join(listener, phone('elsewhere'));
  relay.says({
    type: 'to-broadcaster',
    rendition: 'normal',
    message: { type: 'listen', connection: null },
  });
  expect(broadcaster.frames.at(-1)).toMatchObject({ type: 'listen', listener: 'relay-normal', uplink: true });
  const offer = { type: 'offer', listener: 'phone-1', connection: 'r1', sdp: 'x' } as const;
  relay.says({ type: 'to-listener', message: offer });
  expect(listener.frames.at(-1)).toMatchObject({ type: 'offer', connection: 'r1', route: 'relay' });
  relay.isOpen = false;
  relay.says({ type: 'changed' });
  station.join(new FakeLink(3), phone('elsewhere', 'phone-2'));
  expect(broadcaster.frames.at(-1)).toMatchObject({ type: 'listen', listener: 'phone-2' });
  relay.says({ type: 'readers', normal: 2, saver: 0 });
  expect(station.stats()).toMatchObject({ onAirMs: 0, listeners: 2, direct: 1, relayed: 1, overHttp: 2 });
  station.close();
  relay.says({ type: 'changed' });
});

it('that is not to be relayed has no relay, and no stream by the relay', () => {
  const { relay, station } = host({}, { relay: false });
  const listener = new FakeLink(2);
  station.join(new FakeLink(1), desk());
  station.join(listener, phone('elsewhere'));
  expect([relay.opened, relay.starts]).toEqual([0, 0]);
  expect(listener.frames[0]).not.toHaveProperty('httpStream');
  expect(station.stats()).toMatchObject({ direct: 1, relayed: 0 });
});

it('takes the least of the service’s capacity and its own', () => {
  for (const [service, own] of [
    [1, 5],
    [5, 1],
  ] as const) {
    const { station } = host({ limits: { directCapacity: service } }, { directCapacity: own });
    station.join(new FakeLink(1), desk());
    station.join(new FakeLink(2), phone('hall'));
    station.join(new FakeLink(3), phone('hall', 'phone-2'));
    expect(station.stats()).toMatchObject({ direct: 1, relayed: 1 });
  }
});

it('tells the observer what happens, and who is moved why', () => {
  const seen: unknown[] = [];
  const observer: ServiceObserver = {
    wentLive: (station) => seen.push(['live', station]),
    wentOff: (station) => seen.push(['off', station]),
    moved: (moved) => seen.push(moved),
  };
  const { clock, station } = host({ observers: [observer] });
  station.join(new FakeLink(1), desk());
  station.join(new FakeLink(2), phone('hall'));
  const offer = { type: 'offer', listener: 'phone-1', connection: 'c1', sdp: 'x' } as const;
  station.handle({ type: 'broadcaster-says', from: { peer: 'desk-1', link: 1 }, message: offer });
  clock.advance(4_100);
  station.handle({
    type: 'broadcaster-says',
    from: { peer: 'desk-1', link: 1 },
    message: { type: 'bye' },
  });
  expect(seen).toEqual([
    ['live', 'noor'],
    { station: 'noor', to: 'relay', why: 'direct-failed' },
    ['off', 'noor'],
  ]);
  station.close();
  expect(clock.pending).toBe(0);
});
