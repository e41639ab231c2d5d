import { withAccessCode } from '@mauzin/shared';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { NodeListener } from '../../apps/desktop/src/testing/node-listener.ts';
import {
  type DesktopApp,
  type Headless,
  launchMauzin,
  play,
  type Playing,
  type Pulse,
  savedDevice,
  speech,
  startHeadless,
  startPulse,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectSound } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

async function enterCode({ page }: Listener, code: string): Promise<void> {
  await page.getByLabel('Access code').fill(code);
  await page.getByRole('button', { name: 'Enter', exact: true }).tap();
}

describe('a private station', () => {
  const accessCode = 'Bab 471108';
  let pulse: Pulse;
  let station: Headless;
  let phone: Listener | undefined;

  beforeAll(async () => {
    pulse = await startPulse();
    station = await startHeadless('Masjid an-Noor', { accessCode });
  });

  afterEach(async () => {
    await phone?.close();
    phone = undefined;
  });

  afterAll(async () => {
    await station?.close();
    await pulse?.stop();
  });

  test('sends nothing to a program without its code, and its sound to one with it', async () => {
    const { origin, pathname } = new URL(station.link);
    const url = `${origin.replace('http', 'ws')}/ws`;
    const slug = pathname.split('/').at(-1) ?? '';
    const stranger = new NodeListener(url, slug);
    const guesser = new NodeListener(url, slug, '123456');
    const guest = new NodeListener(url, slug, 'BAB-٤٧١١٠٨');
    try {
      await expect.poll(() => guest.heard.length, { timeout: 10_000 }).toBeGreaterThan(50);
      await expect.poll(() => [stranger.failure, guesser.failure]).toEqual(['code-needed', 'wrong-code']);
      expect([...stranger.connections, ...guesser.connections]).toEqual([]);
    } finally {
      for (const listener of [stranger, guesser, guest]) listener.close();
    }
  });

  test('asks a phone for its code, says when it is wrong, and knows the phone from then on', async () => {
    phone = await openListener(pulse, station.link, 'asked', { locale: 'en' });
    await phone.expectState('code');
    await enterCode(phone, '123 456');
    await phone.page.getByText('This access code is not right.').waitFor();
    await enterCode(phone, 'bab-471108');
    await phone.expectState('ready');
    await phone.tapListen();
    await phone.expectState('playing');
    await expectSound(pulse, phone.sink);
    await phone.page.reload();
    await phone.expectState('ready');
  });

  test('opens to a link that carries the code, which is then seen and sent nowhere', async () => {
    const requests: string[] = [];
    phone = await openListener(pulse, 'about:blank', 'invited', { locale: 'en' });
    phone.page.on('request', (request) =>
      requests.push(`${request.url()} ${JSON.stringify(request.headers())}`),
    );
    await phone.page.goto(withAccessCode(station.link, accessCode));
    await phone.expectState('ready');
    expect(requests.length).toBeGreaterThan(1);
    expect([phone.page.url(), ...requests].join('\n')).not.toContain('471108');
    await phone.tapListen();
    await phone.expectState('playing');
    await expectSound(pulse, phone.sink);
  });
});

describe('a station that becomes private while people listen', () => {
  let pulse: Pulse;
  let sound: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;

  beforeAll(async () => {
    pulse = await startPulse();
    const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    sound = await play(pulse, mixer.sink, await speech(), { repeat: true });
    app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await phone?.close();
    await app?.close();
    await sound?.stop();
    await pulse?.stop();
  });

  test('who hears goes on hearing, whoever comes is asked', async () => {
    await window.goLive();
    const link = await window.link();
    phone = await openListener(pulse, link, 'faithful', { locale: 'en' });
    await phone.tapListen();
    await phone.expectState('playing');
    const connection = await phone.connection();
    await expectSound(pulse, phone.sink);

    await window.changeSettings({ accessCode: '471108' });
    const isPrivate = async (): Promise<unknown> => {
      const answer = await fetch(link.replace('/s/', '/api/stations/')).catch(() => null);
      return ((await answer?.json()) as { private?: boolean } | undefined)?.private;
    };
    await expect.poll(isPrivate, { timeout: 10_000 }).toBe(true);
    // That not a packet is missed, the engine's own tests show.
    await expectSound(pulse, phone.sink);
    await phone.expectState('playing');
    expect(await phone.connection()).toBe(connection);

    await phone.page.reload();
    await phone.expectState('code');
    await enterCode(phone, '471 108');
    await phone.expectState('ready');
  });
});
