import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  levelAt,
  type Mixer,
  play,
  type Playing,
  type Pulse,
  record,
  savedDevice,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { System } from '../support/system.ts';

interface Told {
  readonly event: string;
  readonly state: string;
  readonly station: { readonly slug: string; readonly name: string };
}

/** Somebody else's server that the mosque told about its alarms. */
async function startWebhook(): Promise<{
  readonly url: string;
  readonly told: Told[];
  readonly server: Server;
}> {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      told.push(JSON.parse(body) as Told);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/alarm?token=abc`, told, server };
}

describe('dead air, and a broadcast that begins and ends with the sound', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let app: DesktopApp;
  let window: DesktopWindow;
  let system: System;
  let webhook: Awaited<ReturnType<typeof startWebhook>>;
  let playing: Playing | undefined;

  const sound = async (): Promise<void> => {
    playing = await play(pulse, mixer.sink, tone({ frequencyHz: 440, seconds: 1 }), { repeat: true });
  };
  const silence = async (): Promise<void> => {
    await playing?.stop();
    playing = undefined;
  };

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    webhook = await startWebhook();
    app = await launchMauzin(
      { pulse },
      {
        sources: [savedDevice('USB Mixer')],
        deadAir: { belowDbfs: -50, afterS: 3, webhook: webhook.url },
        automation: { signal: { on: false, aboveDbfs: -40, startAfterS: 1, stopAfterS: 3 } },
      },
    );
    window = new DesktopWindow(app);
    system = new System(app);
  });

  afterAll(async () => {
    await silence();
    await app?.close();
    webhook?.server.closeAllConnections();
    webhook?.server.close();
    await pulse?.stop();
  });

  test('silence for longer than the admin allows is shown, notified and sent; it ends when sound is back', async () => {
    await sound();
    await window.goLive();
    await window.expectState('live');
    await silence();
    await window.expectAlarm('dead-air', 8_000);
    await window.expectState('silent');
    await expect
      .poll(() => webhook.told.map(({ event, state }) => `${event} ${state}`))
      .toEqual(['dead-air begin']);
    expect(webhook.told[0]?.station).toEqual({ slug: 'mosque', name: 'Mosque' });
    await system.expectNotification(/On air, but silent/);
    await sound();
    await window.expectState('live');
    await window.expectNoAlarm();
    await expect.poll(() => webhook.told.at(-1)).toMatchObject({ event: 'dead-air', state: 'end' });
    expect(app.output()).not.toContain('token=abc');
    await window.stop();
    await silence();
  });

  test('with signal start, it goes live when sound comes and stops when it has gone', async () => {
    await window.changeSettings({
      automation: { ...automation, signal: { ...automation.signal, on: true } },
    });
    await window.expectAir('off');
    await sound();
    await window.expectAir('live');
    await silence();
    await window.expectAir('off', 12_000);
  });

  test('what a person began, the signal does not end; what a person ended, it does not begin again', async () => {
    await window.goLive();
    await window.expectState('silent', 12_000);
    await window.expectAir('live');
    await sound();
    await window.expectState('live');
    await window.stop();
    // The sound goes on: for two of the waits that would start it, nothing happens.
    await window.expectAirStays('off', 2_500);
    await silence();
  });
});

/** The alarm's first note, Hz, and how loud it must be to be one: it is played at -18 dBFS, what finds loops at -54. */
const noteHz = 880;
const noteDbfs = -40;

describe('the tone of an alarm', () => {
  let pulse: Pulse;
  let app: DesktopApp;

  afterEach(async () => {
    await app?.close();
    await pulse?.stop();
  });

  /** On the air, and silent: what the loudspeakers of this computer play then. */
  async function alarmed(cable: (mixer: Mixer) => Promise<unknown>) {
    pulse = await startPulse();
    await cable(await pulse.addMixer('usb_mixer', 'USB Mixer'));
    app = await launchMauzin(
      { pulse },
      { sources: [savedDevice('USB Mixer')], deadAir: { belowDbfs: -50, afterS: 3, webhook: null } },
    );
    const window = new DesktopWindow(app);
    const room = await record(pulse, [pulse.speakers]);
    await window.goLive();
    await window.expectAlarm('dead-air', 8_000);
    return { page: window.page, rings: () => levelAt(room.latest(pulse.speakers, 200), noteHz) > noteDbfs };
  }

  test('is heard at this computer', async () => {
    const { rings } = await alarmed(() => Promise.resolve());
    await expect.poll(rings, { timeout: 10_000, interval: 50 }).toBe(true);
  });

  test('is not where it would go on the air by a cable, and that is told', async () => {
    const { page, rings } = await alarmed((mixer) =>
      pulse.load('module-loopback', `source=${pulse.speakers}.monitor`, `sink=${mixer.sink}`),
    );
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText('Silent for now').waitFor();
    // Longer than one of the tone's turns.
    for (const endsAtMs = Date.now() + 4_500; Date.now() < endsAtMs;) {
      expect(rings()).toBe(false);
      await page.waitForTimeout(100);
    }
  });
});

const automation = {
  signal: { on: false, aboveDbfs: -40, startAfterS: 1, stopAfterS: 3 },
  startAtLogin: false,
  resumeAfterRestart: true,
  shortcut: null,
} as const;
