import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  type Mixer,
  play,
  type Playing,
  type Pulse,
  record,
  type SignalServer,
  startPulse,
  startSignalServer,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

describe('a station is one broadcaster’s, and says so in plain words', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let server: SignalServer;
  const apps: DesktopApp[] = [];
  let first: DesktopWindow;
  let second: DesktopWindow;
  let phone: Listener | undefined;

  const launch = async (): Promise<DesktopWindow> => {
    const app = await launchMauzin({ pulse });
    apps.push(app);
    return new DesktopWindow(app);
  };

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz: 440, seconds: 1 }), { repeat: true });
    server = await startSignalServer();
    first = await launch();
  });

  afterAll(async () => {
    await phone?.close();
    await Promise.all(apps.map((app) => app.close()));
    await server?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('a wrong key is said, with the way to the settings; the right one mends it without a restart', async () => {
    await first.useServer({ ...server, key: 'not-the-key' });
    await first.problem.getByText('The station key is not right').waitFor();
    await first.problem.getByRole('button', { name: 'Settings' }).click();
    await first.page.getByLabel('Station key').fill(server.key);
    await first.page
      .locator('form', { has: first.page.getByLabel('Station key') })
      .getByRole('button', { name: 'Save' })
      .click();
    await first.page.getByRole('button', { name: 'Back' }).click();
    await first.problem.waitFor({ state: 'detached' });
    await first.addSource('USB Mixer');
    await first.goLive();
    phone = await openListener(pulse, server.link, 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
  });

  test('a second broadcaster is told, and takes over only on purpose; the phone hears it without a tap', async () => {
    second = await launch();
    await second.useServer(server);
    await second.problem.getByText('Another computer is broadcasting to this station').waitFor();
    await first.expectHearing(1);
    await second.addSource('USB Mixer');
    await second.problem.getByRole('button', { name: 'Broadcast from here' }).click();
    await second.problem.getByText('Another computer').waitFor({ state: 'detached' });
    await first.problem.getByText('Another computer has taken over this station').waitFor();
    await second.goLive();
    await second.expectHearing(1, 20_000);
    await apps[0]!.close();
    const ears = await record(pulse, [phone!.sink]);
    await expectTones(ears, phone!.sink, { tone: { frequencyHz: 440, heard: true } });
    await ears.stop();
    await phone!.expectState('playing');
  });

  test('the link is copied as it stands', async () => {
    await second.page.getByRole('button', { name: 'Copy link' }).click();
    await second.page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await apps[1]!.evaluate(({ clipboard }) => clipboard.readText(), undefined);
    expect(copied).toBe(server.link);
    expect(await second.link()).toBe(server.link);
  });
});
