import type { Route } from '@mauzin/shared';
import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, it } from 'vitest';

import { TransportSwitch } from './transport-switch.ts';

interface Browser {
  readonly webrtc?: boolean;
  readonly canPlayHttp?: boolean;
  readonly pocket?: boolean;
}

interface Greeting {
  readonly httpStream?: Route | 'none';
  readonly live?: boolean;
}

/** The switch between two ways that flow while the test says so. */
function setUp({ webrtc = true, canPlayHttp = true, pocket = false }: Browser = {}) {
  const clock = new FakeClock();
  const told: string[] = [];
  const calls: string[] = [];
  let outlook: 'live' | 'off' | 'unknown' = 'unknown';
  let heard: object | null = null;
  let lost = false;
  const http = { flows: true, url: null as string | null, since: 0 };
  const sound = {
    get heard() {
      return heard;
    },
    get lost() {
      return lost;
    },
    get alarming() {
      return lost;
    },
    expect: () => calls.push('expect'),
    rest: () => {
      if (heard !== null) calls.push('rest');
      heard = null;
      lost = false;
    },
  };
  const transports: TransportSwitch = new TransportSwitch(
    {
      clock,
      random: () => 0.5,
      webrtc,
      canPlayHttp,
      sound,
      outlook: () => outlook,
      tell: (message) => told.push(message),
      url: () => '/live',
      progress: () => {
        const playedS = http.flows ? Math.max(0, clock.now() - http.since - 100) / 1000 : 0;
        return { playedS, bufferedS: playedS, wireBytes: null };
      },
      blocked: () => false,
      onChange: () => {
        if (transports.url === http.url) return;
        http.url = transports.url;
        http.since = clock.now();
      },
    },
    pocket,
  );
  return {
    clock,
    told,
    calls,
    http,
    transports,
    say: (next: typeof outlook) => (outlook = next),
    greet: ({ httpStream = 'direct', live = true }: Greeting = {}) => {
      const listening = transports.greet();
      outlook = live ? 'live' : 'off';
      transports.welcomed(httpStream === 'none' ? {} : { httpStream });
      return listening;
    },
    flow: () => {
      heard = {};
      lost = false;
      transports.connectionsChanged();
    },
    dry: () => {
      heard = null;
      lost = true;
      transports.connectionsChanged();
    },
  };
}

describe('without pocket mode', () => {
  it('asks for a connection in the tap, and joins no stream', () => {
    const { transports, greet, told, calls, clock, flow } = setUp();
    expect(greet()).toBe(false);
    transports.want();
    expect(told).toEqual(['listen']);
    expect(calls).toEqual(['expect']);
    transports.offered();
    clock.advance(200);
    flow();
    clock.advance(60_000);
    expect(transports.by).toBe('webrtc');
    expect(transports.url).toBeNull();
    transports.stop();
    expect(told).toEqual(['listen', 'unlisten']);
    expect(clock.pending).toBe(0);
  });

  it('says in the hello that a connection is wanted, and asks no second time', () => {
    const { transports, greet, told, calls } = setUp();
    transports.want();
    expect(told).toEqual([]);
    expect(greet()).toBe(true);
    expect(told).toEqual([]);
    expect(calls).toEqual(['expect']);
    transports.want();
    expect(calls).toEqual(['expect']);
  });

  it('is on the HTTP stream within 5 s of the tap where no packet comes', () => {
    const { transports, greet, clock } = setUp();
    greet();
    transports.want();
    clock.advance(300);
    transports.offered();
    clock.advance(3_000);
    transports.offered(); // a second one, in vain too
    clock.advance(1_500);
    expect(transports.by).toBe('http');
    expect(transports.pocket.heard).toBe(true);
  });

  it.each(['direct', 'relay'] as const)(
    'gives one more connection its time beside the stream, where that has the route %s; then they have proved impossible',
    (route) => {
      const { transports, greet, told, calls, clock } = setUp();
      greet({ httpStream: route });
      transports.want();
      clock.advance(300);
      transports.offered();
      clock.advance(3_900);
      transports.offered();
      clock.advance(600);
      expect(transports.pocket.heard).toBe(true);
      expect([transports.wantsConnections, told]).toEqual([true, ['listen']]);
      clock.advance(3_600);
      expect([transports.wantsConnections, told]).toEqual([false, ['listen', 'unlisten']]);
      clock.advance(600_000);
      expect([transports.by, told]).toEqual(['http', ['listen', 'unlisten']]);
      transports.stop();
      expect([calls, clock.pending]).toEqual([['expect'], 0]);
    },
  );

  it.each(['direct', 'relay'] as const)(
    'leaves the stream again, where that has the route %s, for a connection that brings what the first one did not',
    (route) => {
      const { transports, greet, told, clock, flow } = setUp();
      greet({ httpStream: route });
      transports.want();
      transports.offered();
      clock.advance(5_000);
      transports.offered();
      clock.advance(300);
      expect(transports.url).not.toBeNull();
      flow();
      expect([transports.by, transports.url]).toEqual(['webrtc', null]);
      clock.advance(60_000);
      expect(told).toEqual(['listen']);
      expect(clock.pending).toBe(0);
    },
  );

  it.each([
    ['the person stops', (all: ReturnType<typeof setUp>) => all.transports.stop(), ['listen', 'unlisten']],
    ['the broadcast is over', (all: ReturnType<typeof setUp>) => all.transports.over(), ['listen']],
    [
      'pocket mode is chosen',
      (all: ReturnType<typeof setUp>) => all.transports.choose(true),
      ['listen', 'unlisten'],
    ],
  ])('gives no connection more time when %s', (_when, act, expected) => {
    const all = setUp();
    const { transports, greet, told, clock } = all;
    greet({ httpStream: 'relay' });
    transports.want();
    transports.offered();
    clock.advance(5_000);
    act(all);
    expect([transports.wantsConnections, told]).toEqual([false, expected]);
    transports.stop();
    expect(clock.pending).toBe(0);
  });

  it('lets another tap try connections at once, while the last one has its time', () => {
    const { transports, greet, told, calls, clock } = setUp();
    greet({ httpStream: 'relay' });
    transports.want();
    transports.offered();
    clock.advance(5_000);
    transports.want();
    expect([transports.by, told]).toEqual(['webrtc', ['listen']]);
    expect(calls).toEqual(['expect', 'expect']);
  });

  it('keeps to connections where there is no stream', () => {
    const { transports, greet, clock } = setUp();
    greet({ httpStream: 'none' });
    transports.want();
    transports.offered();
    clock.advance(20_000);
    expect(transports.by).toBe('webrtc');
    expect(transports.url).toBeNull();
  });

  it('takes no lost network for one without UDP', () => {
    const { transports, greet, say, clock, flow, dry } = setUp();
    greet();
    transports.want();
    flow();
    dry();
    transports.offered();
    say('unknown');
    transports.away();
    clock.advance(60_000);
    expect(transports.by).toBe('webrtc');
    expect(greet()).toBe(true);
    transports.offered();
    clock.advance(500);
    flow();
    clock.advance(60_000);
    expect(transports.by).toBe('webrtc');
  });

  it('tries connections again with the next broadcast, and with the next tap, not before', () => {
    const { transports, greet, say, told, calls, clock } = setUp();
    greet();
    transports.want();
    transports.offered();
    clock.advance(600_000);
    expect(transports.by).toBe('http');
    transports.want();
    expect(transports.by).toBe('webrtc');
    expect(transports.url).not.toBeNull(); // heard until the other one is
    transports.offered();
    clock.advance(5_000);
    expect(transports.by).toBe('http');

    say('off');
    transports.over();
    transports.pocket.ended();
    expect(transports.url).toBeNull();
    say('live');
    transports.live();
    expect(transports.by).toBe('webrtc');
    expect(told).toEqual(['listen', 'unlisten', 'listen', 'unlisten', 'listen']);
    expect(calls[calls.length - 1]).toBe('expect');
  });

  it('goes back to connections when the stream fails as well', () => {
    const { transports, greet, http, clock } = setUp();
    http.flows = false;
    greet();
    transports.want();
    transports.offered();
    clock.advance(4_000);
    expect(transports.by).toBe('http');
    clock.advance(60_000);
    expect(transports.by).toBe('webrtc');
    expect(transports.url).toBeNull();
  });
});

describe('sound that is lost', () => {
  it('stays lost when the way is given up, until the other one brings it', () => {
    const { transports, greet, http, clock, flow, dry } = setUp();
    http.flows = false;
    greet();
    transports.want();
    flow();
    dry();
    transports.offered();
    clock.advance(5_000);
    expect(transports.by).toBe('http');
    expect([transports.lost, transports.alarming]).toEqual([true, true]);
    http.flows = true;
    clock.advance(15_000);
    expect(transports.pocket.heard).toBe(true);
    expect([transports.lost, transports.alarming]).toEqual([false, false]);
    http.flows = false;
    clock.advance(2_500);
    expect([transports.lost, transports.alarming]).toEqual([true, true]);
    transports.stop();
    expect([transports.lost, transports.alarming]).toEqual([false, false]);
    expect(clock.pending).toBe(0);
  });

  it('stays lost when the person chooses the other way, until that brings it', () => {
    const { transports, greet, http, clock, flow, dry } = setUp();
    http.flows = false;
    greet();
    transports.want();
    flow();
    dry();
    transports.choose(true);
    expect(transports.by).toBe('http');
    expect([transports.lost, transports.alarming]).toEqual([true, true]);
    http.flows = true;
    clock.advance(5_000);
    expect([transports.lost, transports.alarming]).toEqual([false, false]);
    http.flows = false;
    clock.advance(2_500);
    transports.choose(false);
    expect(transports.by).toBe('webrtc');
    expect([transports.lost, transports.alarming]).toEqual([true, true]);
    flow();
    expect([transports.lost, transports.alarming]).toEqual([false, false]);
  });
});

describe('pocket mode', () => {
  it('wants no connection while the stream plays', () => {
    const { transports, greet, told, clock } = setUp({ pocket: true });
    greet();
    transports.want();
    clock.advance(1_000);
    expect(transports.url).toMatch(/^\/live#/);
    expect(told).toEqual([]);
    expect(transports.greet()).toBe(false);
  });

  it('is changed to with the connection kept until the stream is heard', () => {
    const { transports, greet, told, calls, clock, flow } = setUp();
    greet();
    transports.want();
    flow();
    transports.choose(true);
    expect(transports.url).not.toBeNull();
    expect(told).toEqual(['listen']);
    clock.advance(500);
    expect(told).toEqual(['listen', 'unlisten']);
    expect(calls).toEqual(['expect', 'rest']);
  });

  it('is changed from with the stream heard until the connection is', () => {
    const { transports, greet, told, clock, flow } = setUp({ pocket: true });
    greet();
    transports.want();
    clock.advance(1_000);
    transports.choose(false);
    expect(told).toEqual(['listen']);
    expect(transports.url).not.toBeNull();
    flow();
    expect(transports.url).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('keeps connections where the browser or the station has none', () => {
    for (const browser of [{ canPlayHttp: false }, {}]) {
      const { transports, greet } = setUp({ ...browser, pocket: true });
      greet({ httpStream: 'canPlayHttp' in browser ? 'direct' : 'none' });
      transports.want();
      expect(transports.by).toBe('webrtc');
    }
  });

  it('is changed to when the service says late that it has the stream', () => {
    const { transports, greet, told, clock } = setUp({ pocket: true });
    transports.want();
    expect(greet()).toBe(true);
    expect(transports.by).toBe('http');
    clock.advance(1_000);
    expect(told).toEqual(['unlisten']);
  });

  it('is what a browser without WebRTC has', () => {
    const { transports, greet, clock } = setUp({ webrtc: false });
    expect(transports.possible).toBe(true);
    transports.want();
    expect(greet()).toBe(false);
    clock.advance(500);
    expect(transports.pocket.heard).toBe(true);
    expect(setUp({ webrtc: false, canPlayHttp: false }).transports.possible).toBe(false);
    const none = setUp({ webrtc: false });
    none.greet({ httpStream: 'none' });
    expect(none.transports.possible).toBe(false);
  });

  it('gives the connections a turn when the stream cannot be joined, and keeps trying while nobody is there', () => {
    const { transports, greet, say, http, clock } = setUp({ pocket: true });
    http.flows = false;
    greet();
    transports.want();
    say('unknown');
    clock.advance(120_000);
    expect(transports.by).toBe('http');
    // Nobody can tell whose fault all that was: it begins anew.
    greet();
    clock.advance(1_000);
    expect(transports.by).toBe('http');
    clock.advance(30_000);
    expect(transports.by).toBe('webrtc');
  });

  it('rests when the stream ends and the station is off', () => {
    const { transports, greet, say, clock } = setUp({ pocket: true });
    greet();
    transports.want();
    clock.advance(1_000);
    say('off'); // the broadcaster was lost; what still came was heard
    expect(transports.pocket.heard).toBe(true);
    transports.pocket.ended();
    clock.advance(10_000);
    expect(transports.url).toBeNull();
    expect(clock.pending).toBe(0);
  });
});
