import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type DesktopApp, launchMauzin, type Pulse, savedDevice, startPulse } from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { System } from '../support/system.ts';

const webhook = 'https://alarm.example/hook/secret-path?token=secret-token';

describe('what only the admin may do', () => {
  let userData: string;
  let pulse: Pulse;
  let app: DesktopApp;
  let window: DesktopWindow;

  const launch = async (): Promise<void> => {
    app = await launchMauzin(
      { pulse, userData },
      { sources: [savedDevice('USB Mixer')], deadAir: { webhook } },
    );
    window = new DesktopWindow(app);
  };

  beforeAll(async () => {
    userData = await mkdtemp(join(tmpdir(), 'mauzin-admin-spec-'));
    pulse = await startPulse();
    await pulse.addMixer('usb_mixer', 'USB Mixer');
    await launch();
  });

  afterAll(async () => {
    await app?.close();
    await pulse?.stop();
    await rm(userData, { recursive: true, force: true });
  });

  test('the poster is a PDF on one page', async () => {
    const path = join(userData, 'poster.pdf');
    await window.link();
    await new System(app).saveAs(path);
    await window.page.getByRole('button', { name: 'Poster' }).click();
    await window.page.getByRole('button', { name: 'Poster saved' }).waitFor();
    const pdf = (await readFile(path)).toString('latin1');
    expect(pdf).toMatch(/^%PDF-/);
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });

  test('the report for a helper holds what happened, and no secret', async () => {
    const path = join(userData, 'report.zip');
    await new System(app).saveAs(path);
    const saved = await window.page.evaluate(() => globalThis.mauzin.call('save-diagnostics', undefined));
    expect(saved).toEqual({ name: 'saved', path });
    const files = unzipSync(new Uint8Array(await readFile(path)));
    const texts = Object.values(files).map((bytes) => Buffer.from(bytes).toString());
    const text = texts.join('\n');
    expect(text).toContain('engine 1 started');
    const settings = JSON.parse(await readFile(join(userData, 'settings.json'), 'utf8')) as {
      keys: { inside: { base64?: string; text?: string } };
    };
    const { base64, text: plain } = settings.keys.inside;
    const key =
      plain ??
      (await app.evaluate(
        async ({ safeStorage }, sealed) =>
          (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
        base64 ?? '',
      ));
    expect(key.length).toBeGreaterThan(10);
    for (const secret of [key, base64 ?? key, 'secret-token', 'secret-path'])
      expect(text).not.toContain(secret);
  });

  test('with a PIN, an operator sees Go live and nothing else, also after a restart', async () => {
    await window.page.evaluate(() => globalThis.mauzin.call('set-pin', '2468'));
    await app.close();
    await launch();
    const { page } = window;
    await page.getByRole('button', { name: 'Unlock' }).waitFor();
    expect(await page.getByRole('button', { name: 'Settings' }).count()).toBe(0);
    expect(await page.getByLabel('Gain: USB Mixer').count()).toBe(0);
    const refused = await page.evaluate(() =>
      globalThis.mauzin.call('change-settings', { preset: 'voice' }).then(
        () => 'taken',
        (error: unknown) => String(error),
      ),
    );
    expect(refused).toContain('locked');
    await window.goLive();
    await window.stop();
  });

  test('wrong PINs cost time, the right one opens, in whatever digits', async () => {
    const { page } = window;
    const tries = (pin: string) => page.evaluate((digits) => globalThis.mauzin.call('unlock', digits), pin);
    expect(await tries('1111')).toEqual({ ok: false, retryAfterMs: 0 });
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('textbox', { name: 'PIN' }).fill('٢٤٦٨');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Sound' }).waitFor();
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    for (const _ of [1, 2, 3, 4]) expect(await tries('1111')).toEqual({ ok: false, retryAfterMs: 0 });
    expect(await tries('1111')).toEqual({ ok: false, retryAfterMs: 30_000 });
    expect(await tries('2468')).toMatchObject({ ok: false });
  });
});
