import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type AddressProxy,
  type DesktopApp,
  launchMauzin,
  onlyWhere,
  play,
  type Playing,
  type Pulse,
  savedDevice,
  type SignalServer,
  speech,
  startAddressProxy,
  startPulse,
  startSignalServer,
} from '../src/index.ts';
import { canCut, cutUdp } from '../support/cut.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { type Listener, openListener } from '../support/listener.ts';
import { System } from '../support/system.ts';

const whyNot = await canCut();

describe('the app listens to itself, and its listeners’ way is cut', onlyWhere(whyNot), () => {
  let pulse: Pulse;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let mend: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    pulse = await startPulse();
    const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, await speech(), { repeat: true });
    app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await mend?.();
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('it raises the alarm, and ends it when the way is mended', async () => {
    await window.goLive();
    await window.expectSentinel('heard', 20_000);
    mend = await cutUdp(Number(new URL(await window.link()).port));
    await window.expectSentinel('not-heard', 30_000);
    await window.expectAlarm('not-heard', 30_000);
    await window.expectState('degraded');
    await new System(app).expectNotification(/Listeners hear nothing/);
    await mend();
    mend = undefined;
    const mendedAtMs = performance.now();
    await window.expectSentinel('heard', 60_000);
    console.log(
      `heard again ${((performance.now() - mendedAtMs) / 1_000).toFixed(1)} s after the way was mended`,
    );
    await window.expectNoAlarm();
    await window.expectState('live');
    expect(await window.behindMs()).toBeLessThan(1_000);
  }, 180_000);
});

describe('listeners elsewhere hear by a server, and no sound reaches it any more', onlyWhere(whyNot), () => {
  let pulse: Pulse;
  let playing: Playing;
  let server: SignalServer;
  let proxy: AddressProxy;
  let app: DesktopApp;
  let phone: Listener;
  let window: DesktopWindow;
  let mend: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    pulse = await startPulse();
    const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, await speech(), { repeat: true });
    server = await startSignalServer({
      env: { MAUZIN_RELAY: 'on', MAUZIN_ADDRESS_HEADER: 'x-real-ip' },
    });
    proxy = await startAddressProxy(server.port, '203.0.113.7');
    app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await mend?.();
    await phone?.close();
    await app?.close();
    await proxy?.close();
    await server?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('the ear takes their way, nobody is counted who does not hear, and the state names the way within 10 s', async () => {
    await window.useServer(server);
    await window.goLive();
    await window.expectSentinel('heard', 20_000);
    phone = await openListener(pulse, `http://127.0.0.1:${proxy.port}/s/${server.station}`, 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
    await window.expectHearing(1);
    await window.page.getByText('Listeners elsewhere hear you').waitFor();
    mend = await cutUdp(server.port);
    const cutAtMs = performance.now();
    await window.page
      .getByText('On air, but listeners elsewhere seem to hear nothing.', { exact: true })
      .waitFor({ timeout: 10_000 });
    console.log(`named ${((performance.now() - cutAtMs) / 1_000).toFixed(1)} s after the way was cut`);
    await window.expectHearing(0);
    await window.expectAlarm('not-heard', 1_000);
    await mend();
    mend = undefined;
    await window.expectState('live', 60_000);
    await window.expectHearing(1, 60_000);
    await window.expectNoAlarm();
  }, 180_000);
});
