import type { EngineState } from '@mauzin/desktop-contract';
import { expect } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  type Mixer,
  play,
  type Playing,
  type Pulse,
  savedDevice,
  type Sound,
  startPulse,
} from '../src/index.ts';
import { DesktopWindow } from './desktop-window.ts';
import { type Listener, openListener } from './listener.ts';
import { wirePhone, type WiredPhone } from './wire.ts';

/** A desktop whose mixer says something again and again, and one phone whose packets are counted on their way. */
export class WiredStation {
  readonly pulse: Pulse;
  readonly mixer: Mixer;
  readonly voice: Playing;
  readonly window: DesktopWindow;
  readonly #app: DesktopApp;
  #phone: Listener | null = null;
  #wired: WiredPhone | null = null;

  static async start(said: Sound): Promise<WiredStation> {
    const pulse = await startPulse();
    const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    const voice = await play(pulse, mixer.sink, said, { repeat: true });
    return new WiredStation(
      pulse,
      mixer,
      voice,
      await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] }),
    );
  }

  private constructor(pulse: Pulse, mixer: Mixer, voice: Playing, app: DesktopApp) {
    this.pulse = pulse;
    this.mixer = mixer;
    this.voice = voice;
    this.#app = app;
    this.window = new DesktopWindow(app);
  }

  get phone(): Listener {
    if (!this.#phone) throw new Error('nobody listens yet');
    return this.#phone;
  }

  get wired(): WiredPhone {
    if (!this.#wired) throw new Error('nobody listens yet');
    return this.#wired;
  }

  /** Goes on the air, and the phone plays. */
  async listen(): Promise<void> {
    await this.window.goLive();
    const link = await this.window.link();
    this.#phone = await openListener(this.pulse, link, 'phone');
    this.#wired = await wirePhone(this.#phone, Number(new URL(link).port));
    await this.#phone.tapListen();
    await this.#phone.expectState('playing');
  }

  engine(): Promise<EngineState> {
    return this.window.page.evaluate(
      async () => (await globalThis.mauzin.call('get-state', undefined)).engine,
    );
  }

  /** Whether the saver is wanted, and encoded. */
  async saver(): Promise<EngineState['saver']> {
    return (await this.engine()).saver;
  }

  expectRendition(rendition: string): Promise<void> {
    return expect
      .poll(() => this.phone.main.getAttribute('data-rendition'), { timeout: 10_000 })
      .toBe(rendition);
  }

  /** Chooses a rendition on the phone, as a person does. */
  async choose(rendition: 'normal' | 'saver'): Promise<void> {
    const { page } = this.phone;
    const choices = page.locator('details.choices');
    if ((await choices.getAttribute('open')) === null) await choices.locator('summary').click();
    await page.getByRole('checkbox', { name: 'Save data' }).setChecked(rendition === 'saver');
    await this.expectRendition(rendition);
  }

  async close(): Promise<void> {
    await this.#phone?.close();
    await this.#wired?.close();
    await this.#app.close();
    await this.voice.stop();
    await this.pulse.stop();
  }
}
