import {
  createIceServers,
  createSignalService,
  generateBroadcasterKey,
  hashBroadcasterKey,
} from '@mauzin/signal';
import type { SignalService, TurnOptions } from '@mauzin/signal';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Coturn,
  durationMs,
  type Headless,
  openFirefox,
  type Pulse,
  record,
  rmsDbfs,
  startCoturn,
  startHeadless,
  startPulse,
} from '../src/index.ts';
import { expectSound } from './support/ears.ts';
import { type Listener, openListener } from './support/listener.ts';

declare global {
  /** What came of asking TURN servers, from all connections of the page. */
  var turn: { readonly candidates: string[]; readonly errors: number[] };
}

const pagesDir = join(import.meta.dirname, '..', '..', 'apps', 'listener', 'dist');
const silentDbfs = -80;
const twoHoursSeconds = 7_200;

/**
 * Runs in the page, before it: its connections go by a TURN server or not at all, as where nothing else gets through.
 * @param servers null: those that the service names
 */
function onlyByTurn(servers: RTCIceServer[] | null): void {
  globalThis.turn = { candidates: [], errors: [] };
  globalThis.RTCPeerConnection = new Proxy(RTCPeerConnection, {
    construct(target, [configuration]: [RTCConfiguration?]) {
      const own = servers === null ? {} : { iceServers: servers };
      const connection = new target({ ...configuration, ...own, iceTransportPolicy: 'relay' });
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.candidate) globalThis.turn.candidates.push(candidate.candidate);
      });
      connection.addEventListener('icecandidateerror', ({ errorCode }) => {
        globalThis.turn.errors.push(errorCode);
      });
      return connection;
    },
  });
}

/** What a service hands out, made `agoMs` ago. */
const credentials = (turn: TurnOptions, agoMs = 0): ReturnType<typeof createIceServers> =>
  createIceServers({ stunUrls: [], turn, wallMs: () => Date.now() - agoMs });

let pulse: Pulse;
let coturn: Coturn;

beforeAll(async () => {
  pulse = await startPulse();
  coturn = await startCoturn();
});

afterAll(async () => {
  await coturn?.stop();
  await pulse?.stop();
});

async function openByTurn(link: string, name: string, servers: RTCIceServer[] | null): Promise<Listener> {
  const args = ['--ignore-certificate-errors']; // nobody signed the TURN server's
  const phone = await openListener(pulse, 'about:blank', name, { locale: 'en', args });
  await phone.page.addInitScript(onlyByTurn, servers);
  await phone.page.goto(link);
  return phone;
}

/** What the TURN server said of a peer, whatever the end of its credentials. */
const saidOf = (peer: string): string =>
  coturn
    .said()
    .split('\n')
    .filter((line) => line.includes(`:${peer}>`))
    .join('\n');

describe('a listener whom only a TURN server lets through', () => {
  const key = generateBroadcasterKey();
  let service: SignalService;
  let station: Headless;
  let link: string;
  let iceServersFor: ReturnType<typeof createIceServers>;
  /** The listener that joined last. */
  let listener = '';

  const turn = (): TurnOptions => ({
    urls: [coturn.urls.udp],
    secret: coturn.secret,
    lifetimeSeconds: twoHoursSeconds,
  });

  beforeAll(async () => {
    iceServersFor = credentials(turn());
    service = createSignalService({
      stations: [
        { slug: 'noor', name: 'Masjid an-Noor', language: 'en', keyHashes: [hashBroadcasterKey(key)] },
      ],
      host: '127.0.0.1',
      port: 0,
      pagesDir,
      iceServersFor: (peer, role) => {
        if (role === 'listener') listener = peer;
        return iceServersFor(peer, role);
      },
    });
    const { url } = await service.listen();
    station = await startHeadless('Masjid an-Noor', { remote: { url, station: 'noor', key } });
    link = `${url}/s/noor`;
  });

  afterAll(async () => {
    await station?.close();
    await service?.close();
  });

  test('hears the sound over UDP, with a name and a password that last two hours at most', async () => {
    const joinedAt = Date.now() / 1000;
    const phone = await openByTurn(link, 'relayed', null);
    try {
      await phone.tapListen();
      await phone.expectState('playing');
      expect(await phone.main.getAttribute('data-by')).toBe('webrtc');
      await expectSound(pulse, phone.sink);
      const said = saidOf(listener);
      expect(said).toMatch(/CHANNEL_BIND processed, success/);
      const endsAt = Number(/<(\d+):/.exec(said)?.[1]);
      expect(endsAt - joinedAt).toBeGreaterThan(0);
      expect(endsAt - joinedAt).toBeLessThan(twoHoursSeconds + 60);
    } finally {
      await phone.close();
    }
  });

  test.each([
    ['a password that has expired', () => credentials(turn(), (twoHoursSeconds + 1) * 1000)],
    ['a password made with another secret', () => credentials({ ...turn(), secret: 'x'.repeat(32) })],
  ])('%s opens nothing, and nothing is heard', async (_name, make) => {
    iceServersFor = make();
    const phone = await openByTurn(link, 'refused', null);
    const ears = await record(pulse, [phone.sink]);
    try {
      await phone.tapListen();
      await expect.poll(() => phone.page.evaluate(() => globalThis.turn.errors)).toContain(401);
      await expect.poll(() => saidOf(listener)).toMatch(/error 401/);
      expect(saidOf(listener)).not.toMatch(/success/);
      expect(await phone.page.evaluate(() => globalThis.turn.candidates)).toEqual([]);
      const heard = ears.latest(phone.sink, 60_000);
      expect(durationMs(heard)).toBeGreaterThan(100);
      expect(rmsDbfs(heard)).toBeLessThan(silentDbfs);
    } finally {
      await ears.stop();
      await phone.close();
    }
  });
});

describe('a listener who reaches the TURN server, but not over UDP', () => {
  let station: Headless;

  const servers = (url: string, name: string, agoMs = 0): RTCIceServer[] => {
    const turn = { urls: [url], secret: coturn.secret, lifetimeSeconds: twoHoursSeconds };
    const [server] = credentials(turn, agoMs)(name, 'listener');
    return [{ urls: url, username: server?.username ?? '', credential: server?.credential ?? '' }];
  };

  beforeAll(async () => {
    station = await startHeadless('Masjid an-Noor');
  });

  afterAll(() => station?.close());

  // Chromium's checks over TCP are refused by the native side (see "TURN" in docs/architecture.md), and ICE seems to come up.
  test.each([
    ['over TCP', 'tcp', 0],
    ['over TLS', 'tls', 0],
    ['with a password that has expired', 'tcp', (twoHoursSeconds + 1) * 1000],
  ] as const)('%s hears the sound within seconds all the same, in Chromium', async (_name, way, agoMs) => {
    const name = `chromium-${way}-${agoMs}`;
    const phone = await openByTurn(station.link, name, servers(coturn.urls[way], name, agoMs));
    try {
      await phone.tapListen();
      const tappedAtMs = performance.now();
      await phone.expectState('playing');
      const by = await phone.main.getAttribute('data-by');
      console.log(`TURN ${_name}: plays by ${by} after ${Math.round(performance.now() - tappedAtMs)} ms`);
      await expectSound(pulse, phone.sink);
      await expect
        .poll(() => saidOf(name))
        .toMatch(agoMs === 0 ? /ALLOCATE processed, success/ : /error 401/);
    } finally {
      await phone.close();
    }
  });

  test('over TCP hears it by WebRTC, in Firefox', async () => {
    const speaker = await pulse.addPhone('firefox');
    const firefox = await openFirefox({ pulse, sink: speaker.sink });
    const main = (name: string): Promise<string | null> =>
      firefox.page
        .$eval('main', (element, attribute) => element.getAttribute(attribute), name)
        .catch(() => null);
    try {
      await firefox.page.evaluateOnNewDocument(onlyByTurn, servers(coturn.urls.tcp, 'firefox'));
      await firefox.page.goto(station.link);
      await expect.poll(() => main('data-state')).toBe('ready');
      const box = await (await firefox.page.$('button.big'))?.boundingBox();
      if (!box) throw new Error('The page shows no big button');
      await firefox.page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      await expect.poll(() => main('data-state'), { timeout: 15_000 }).toBe('playing');
      expect(await main('data-by')).toBe('webrtc');
      await expectSound(pulse, speaker.sink);
    } finally {
      await firefox.close();
      await speaker.remove();
    }
  });
});
