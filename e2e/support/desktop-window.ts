import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';

import type { CallArgument, SettingsChange } from '@mauzin/desktop-contract';

import type { DesktopApp, SavedSettings } from '../src/index.ts';

/** The desktop's window as an operator uses it. After a crash it speaks to the new page. */
export class DesktopWindow {
  readonly #app: DesktopApp;

  constructor(app: DesktopApp) {
    this.#app = app;
  }

  get page(): Page {
    return this.#app.page;
  }

  async link(): Promise<string> {
    const link = this.page.locator('.link-panel .link');
    await link.waitFor();
    return (await link.textContent()) ?? '';
  }

  /** What can be added, by name. Opens only once the devices are known. */
  async addableSources(): Promise<string[]> {
    const options = this.page.getByLabel('Add a source').locator('option:not([disabled])');
    return options.allTextContents();
  }

  async addSource(label: string): Promise<void> {
    await expect.poll(() => this.addableSources()).toContain(label);
    await this.page.getByLabel('Add a source').selectOption({ label });
    await this.page.getByRole('listitem', { name: label }).waitFor();
  }

  async removeSource(label: string): Promise<void> {
    await this.#more(label);
    await this.page.getByRole('button', { name: `Remove: ${label}` }).click();
  }

  async pickDevice(label: string, device: string): Promise<void> {
    await this.#more(label);
    await this.page.getByLabel(`Device: ${label}`).selectOption({ label: device });
    await this.page.getByRole('listitem', { name: device }).waitFor();
  }

  async pickChannels(label: string, pick: string): Promise<void> {
    await this.page.getByLabel(`Channels: ${label}`).selectOption({ label: pick });
  }

  async setGain(label: string, gainDb: number): Promise<void> {
    await this.page.getByLabel(`Gain: ${label}`).fill(String(gainDb));
  }

  async mute(label: string): Promise<void> {
    await this.page.getByRole('button', { name: `Mute: ${label}`, exact: true }).click();
  }

  async unmute(label: string): Promise<void> {
    await this.page.getByRole('button', { name: `Unmute: ${label}`, exact: true }).click();
  }

  async goLive(): Promise<void> {
    await this.page.getByRole('button', { name: 'Go live' }).click();
    await this.expectAir('live');
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await this.page.getByRole('button', { name: 'Yes, stop' }).click();
    await this.expectAir('off');
  }

  async expectAir(air: 'off' | 'starting' | 'live', timeoutMs = 10_000): Promise<void> {
    await this.#expect('data-air', air, timeoutMs);
  }

  /** The one word of the screen, as `<main data-state>` says it. */
  async expectState(state: string, timeoutMs = 10_000): Promise<void> {
    await this.#expect('data-state', state, timeoutMs);
  }

  async expectAlarm(alarm: string, timeoutMs: number): Promise<void> {
    await expect
      .poll(async () => (await this.page.locator('main').getAttribute('data-alarm'))?.split(' '), {
        timeout: timeoutMs,
      })
      .toContain(alarm);
  }

  async expectNoAlarm(): Promise<void> {
    await expect
      .poll(async () => (await this.page.locator('main').getAttribute('data-alarm')) ?? '')
      .toBe('');
  }

  /** Looks again and again for this long, and never sees anything else. */
  async expectAirStays(air: 'off' | 'live', forMs: number): Promise<void> {
    const untilMs = performance.now() + forMs;
    while (performance.now() < untilMs) {
      expect(await this.page.locator('main').getAttribute('data-air')).toBe(air);
    }
  }

  /** Changes the settings as the settings page does, without the way through that page. */
  async changeSettings(change: SettingsChange): Promise<void> {
    await this.page.evaluate((parts) => globalThis.mauzin.call('change-settings', parts), change);
  }

  /** Replaces all sources by these, written as the settings file has them. */
  async setSources(sources: readonly SavedSettings[]): Promise<void> {
    await this.page.evaluate(
      (all) => globalThis.mauzin.call('set-sources', all),
      sources as unknown as CallArgument<'set-sources'>,
    );
  }

  async expectHearing(count: number, timeoutMs = 10_000): Promise<void> {
    await this.#expect('data-hearing', String(count), timeoutMs);
  }

  async chooseQuality(label: string): Promise<void> {
    await this.#settings('Sound');
    const choice = this.page.getByRole('radio', { name: label });
    await choice.click();
    await expect.poll(() => choice.isChecked()).toBe(true);
    await this.#back();
  }

  /** Plays the mix at this computer, on the output of this name; *Off* on none. */
  async monitorOn(output: string): Promise<void> {
    await this.#settings('Sound');
    await this.page.getByLabel('Hear it at this computer').selectOption({ label: output });
    await this.#back();
  }

  async openRecordings(): Promise<void> {
    await this.#settings('Recording');
    await this.page.getByRole('button', { name: 'Show recordings' }).click();
  }

  /** How long the station has been on the air, as the clock beneath the state shows it. */
  async secondsOnAir(): Promise<number> {
    const shown = (await this.page.locator('.figures time').textContent()) ?? '';
    const [hours = 0, minutes = 0, seconds = 0] = shown.split(':').map(Number);
    return hours * 3600 + minutes * 60 + seconds;
  }

  async expectSentinel(
    sentinel: 'off' | 'listening' | 'heard' | 'not-heard',
    timeoutMs: number,
  ): Promise<void> {
    await this.#expect('data-sentinel', sentinel, timeoutMs);
  }

  /** How far behind the mix the app hears itself, ms. */
  async behindMs(): Promise<number> {
    const { sentinel } = await this.page.evaluate(() => globalThis.mauzin.call('get-state', undefined));
    return sentinel.name === 'heard' ? sentinel.behindMs : Number.NaN;
  }

  /** What is wrong: the bar on top, or the panel while nothing but a person can help. */
  get problem(): Locator {
    return this.page.getByRole('alert');
  }

  /** Meets listeners at a service elsewhere, as an admin would set it up. */
  async useServer(server: { url: string; station: string; key: string }): Promise<void> {
    const { page } = this;
    await this.#settings('Listeners');
    await page.getByLabel('A server').check();
    await page.getByLabel('Address of the server').fill(server.url);
    await page.getByLabel('Station', { exact: true }).fill(server.station);
    await page.getByLabel('Station key').fill(server.key);
    await page
      .locator('form', { has: page.getByLabel('A server') })
      .getByRole('button', { name: 'Save' })
      .click();
    await this.#back();
    await expect.poll(() => this.link()).toContain(server.url);
  }

  async #settings(group: string): Promise<void> {
    await this.page.locator('header').getByRole('button', { name: 'Settings' }).click();
    await this.page.getByRole('tab', { name: group }).click();
  }

  async #back(): Promise<void> {
    await this.page.getByRole('button', { name: 'Back' }).click();
  }

  /** Shows what a strip hides at first. */
  async #more(label: string): Promise<void> {
    const button = this.page.getByRole('button', { name: `More: ${label}`, exact: true });
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  }

  #expect(attribute: string, value: string, timeout: number): Promise<void> {
    return expect.poll(() => this.page.locator('main').getAttribute(attribute), { timeout }).toBe(value);
  }
}
