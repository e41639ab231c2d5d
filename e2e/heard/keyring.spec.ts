import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  electronPath,
  launchMauzin,
  onlyWhere,
  play,
  type Playing,
  type Pulse,
  savedDevice,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectSound } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';
import { System } from '../support/system.ts';

const whereItCanBeLocked = onlyWhere(
  electronPath() === null ? null : 'only a person can lock the keyring of a real Electron',
);

/** The PA machine logs in by itself after a power cut: nobody enters the password that opens its keyring. */
describe('a keyring that never answers', whereItCanBeLocked, () => {
  let pulse: Pulse;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;

  beforeAll(async () => {
    pulse = await startPulse();
    const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz: 440, seconds: 1 }), { repeat: true });
    const sealed = (text: string) => ({ kind: 'sealed', base64: Buffer.from(text).toString('base64') });
    app = await launchMauzin(
      { pulse, args: ['--go-live'], env: { STANDIN_KEYRING: 'locked' } },
      {
        sources: [savedDevice('USB Mixer')],
        keys: { inside: sealed('v11stand-in:a2V5'), remote: null },
      },
    );
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await phone?.close();
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('keeps nobody from hearing, and the operator is told what to do', async () => {
    await window.expectAir('live');
    await expect.poll(() => window.problem.textContent()).toContain('key store is locked');
    phone = await openListener(pulse, await window.link(), 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
    await expectSound(pulse, phone.sink);
  });

  test('unlocked, it is taken, and whoever hears goes on hearing', async () => {
    const before = await phone.connection();
    await new System(app).unlockKeyring();
    await expect.poll(() => window.problem.count()).toBe(0);
    await expectSound(pulse, phone.sink);
    expect(await phone.connection()).toBe(before);
  });
});
