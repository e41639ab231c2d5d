import { type DesktopState, desktopTexts } from '@mauzin/desktop-contract';
import { languages } from '@mauzin/shared';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { stateScenes } from '../gallery/air-scenes.ts';
import { sceneOf } from '../gallery/desktop-scenes.ts';
import { callsOf, type Gallery, openGallery, sizes, tell } from '../gallery/open-gallery.ts';
import { mixer, offAir, onAir, onAirMs, pulpit, silentInput, sourceOf } from '../gallery/parts.ts';
import type { Scene } from '../gallery/scene.ts';
import type { ScriptedWindow } from '../gallery/scripted-page.ts';

let gallery: Gallery;
let page: Page;
const show = async (scene: Partial<Scene> = {}): Promise<void> => {
  page = await gallery.show(
    { name: 'screen', state: offAir, devices: [mixer, pulpit, silentInput], ...scene },
    { language: 'en', colorScheme: 'light' },
  );
};
const button = (name: string) => page.getByRole('button', { name, exact: true });
const calls = () => callsOf(page);
/** What was asked of main last, of one kind. */
const last = async (name: string): Promise<unknown> =>
  (await calls()).findLast((call) => call.name === name)?.argument;
const isFocused = (name: string): Promise<boolean> =>
  button(name).evaluate((element) => element === document.activeElement);

/** Until the button takes presses: for a moment after it became another one it takes none. */
const ready = (name: string) => button(name).and(page.locator(':not([aria-disabled])')).waitFor();

beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(() => gallery?.close());

describe('the one state', () => {
  test('each has a word and an icon that no other has, in letters that are read across a room', async () => {
    const seen: { word: string | null; icon: string | null; size: number }[] = [];
    for (const scene of stateScenes) {
      await show(scene);
      const word = page.locator('.state-word');
      seen.push({
        word: await word.textContent(),
        icon: await page.locator('.state-icon').getAttribute('d'),
        size: await word.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
      });
      expect(await page.locator('main').getAttribute('data-state')).toBe(scene.state.status.name);
    }
    const names = new Set(stateScenes.map(({ state }) => state.status.name));
    expect(names.size).toBe(8);
    expect(new Set(seen.map(({ word }) => word)).size).toBe(8);
    expect(new Set(seen.map(({ icon }) => icon)).size).toBe(8);
    expect(Math.min(...seen.map(({ size }) => size))).toBeGreaterThanOrEqual(40);
  });

  test('what listeners hear is told: how many and how, how badly, how late, and whether it is recorded', async () => {
    await show(sceneOf('degraded'));
    const panel = page.locator('.air-panel');
    for (const text of [
      '0:42:',
      'at most 18',
      '12 direct',
      '2 relayed',
      '3 hear badly',
      '512 kbit/s',
      'Recording',
      'Listeners hear you, 0.2 s behind',
    ]) {
      await panel.getByText(text).waitFor();
    }
    await tell(page, 'state', onAir());
    await page.getByText('14 direct').waitFor();
    expect(await panel.getByText(/relayed|badly/).count()).toBe(0);
  });

  test('a quiet line says how many save data and have a weak network, while nobody hears badly', async () => {
    await show({ state: onAir({ name: 'live', onAirMs }, { listeners: { saver: 3, weak: 2 } }) });
    const facts = page.locator('.air-panel .facts');
    await facts.getByText('3 on save data').waitFor();
    await facts.getByText('2 with weak network').waitFor();
    await tell(
      page,
      'state',
      onAir({ name: 'live', onAirMs }, { listeners: { saver: 3, weak: 2, hearingBadly: 1 } }),
    );
    await facts.getByText('1 hear badly').waitFor();
    expect(await facts.getByText(/save data|weak/).count()).toBe(0);
  });

  test.each(sizes)('what is wrong never moves Stop: %j', async (size) => {
    await show(sceneOf('live'));
    await page.setViewportSize(size);
    const moved: string[] = [];
    for (const language of languages) {
      const at = async (state: DesktopState) => {
        await tell(page, 'state', { ...state, language });
        await page.locator(`html[lang=${language}] main[data-state=${state.status.name}]`).waitFor();
        return page.locator('.air-button').first().boundingBox();
      };
      const still = await at(onAir());
      for (const { name, state } of [...stateScenes, sceneOf('firewall'), sceneOf('many')]) {
        if (!state.wantsLive) continue;
        const now = await at(state);
        if (now?.y !== still?.y) moved.push(`${language}, ${name}: from ${still?.y} to ${now?.y}`);
      }
    }
    expect(moved).toEqual([]);
  });

  test('a screen reader hears each new state once, and not each new number', async () => {
    await show(sceneOf('degraded'));
    const said = page.locator('.air-panel > output');
    expect(await said.textContent()).toContain('3 of 14');
    const badly = { name: 'degraded', onAirMs, degraded: { part: 'listeners', badly: 5, of: 14 } } as const;
    await tell(page, 'state', onAir(badly));
    await page.locator('.hint', { hasText: '5 of 14' }).waitFor();
    expect(await said.textContent()).toContain('3 of 14');
    await tell(page, 'state', onAir());
    await expect.poll(() => said.textContent()).toBe('On air. Everyone with the link can hear.');
  });

  test.each([
    ['failed', 'Another computer is broadcasting to this station.', 'Broadcast from here'],
    ['failed-key', 'The station key is not right.', 'Settings'],
  ])('%s: the sentence says why, and the one button is what helps', async (name, why, remedy) => {
    await show(sceneOf(name));
    const alert = page.getByRole('alert');
    // Said once: the panel does what the bar would.
    expect(await alert.count()).toBe(1);
    await alert.locator('.hint', { hasText: why }).waitFor();
    const one = page.locator('.air-button').first();
    expect(await one.textContent()).toBe(remedy);
    await button('Stop').click();
    expect(await last('set-live')).toBe(false);
    await one.click();
    const takenOver = (await calls()).some((each) => each.name === 'take-over');
    expect(takenOver).toBe(name === 'failed');
    expect(await page.getByRole('tab', { name: 'Listeners', selected: true }).count()).toBe(
      takenOver ? 0 : 1,
    );
  });

  test('what failed is on the bar again where the panel is not', async () => {
    await show(sceneOf('failed-key'));
    await page.locator('header').getByRole('button', { name: 'Settings', exact: true }).click();
    await expect
      .poll(() => page.locator('.problem-bar').textContent())
      .toContain('The station key is not right.');
  });

  test('alarms interrupt a screen reader, and go when they were read', async () => {
    await show(sceneOf('dead-air'));
    const alarm = page.getByRole('alert');
    expect(await alarm.textContent()).toContain('Nothing is heard on air');
    expect(await page.locator('main').getAttribute('data-alarm')).toBe('dead-air');
    await alarm.getByRole('button').press('Enter');
    await alarm.waitFor({ state: 'detached' });
    await tell(page, 'state', onAir());
    await tell(page, 'state', sceneOf('dead-air').state);
    await alarm.waitFor();
  });
});

describe('by keyboard alone', () => {
  test('going live is one press; stopping asks once, and Escape stays', async () => {
    await show();
    await button('Go live').press('Enter');
    expect(await last('set-live')).toBe(true);
    await tell(page, 'state', onAir());
    await ready('Stop');
    await button('Stop').press('Enter');
    await page.getByRole('alertdialog', { name: 'Stop the broadcast?' }).waitFor();
    expect(await isFocused('Stay on air')).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => isFocused('Stop')).toBe(true);
    await ready('Stop');
    await page.keyboard.press('Enter');
    expect(await isFocused('Stay on air')).toBe(true);
    await page.keyboard.press('Tab');
    expect(await isFocused('Yes, stop')).toBe(true);
    await ready('Yes, stop');
    await page.keyboard.press('Enter');
    expect(await last('set-live')).toBe(false);
    await tell(page, 'state', offAir);
    await expect.poll(() => isFocused('Go live')).toBe(true);
  });

  test('the tray and the shortcut ask the same question, wherever one is', async () => {
    await show({ state: onAir() });
    await button('Settings').click();
    await tell(page, 'ask-to-stop', undefined);
    await expect.poll(() => isFocused('Stay on air')).toBe(true);
    await tell(page, 'state', offAir);
    await button('Go live').waitFor();
    await tell(page, 'state', { ...onAir(), guide: true });
    await page.getByRole('heading', { name: 'Set up Mauzin' }).waitFor();
    await tell(page, 'ask-to-stop', undefined);
    await expect.poll(() => isFocused('Stay on air')).toBe(true);
  });

  test('every control of the screen is reached, and shows that it is', async () => {
    await show();
    await button('Recordings').waitFor();
    const controls = page.locator('main :is(button, select, input):not(:disabled)');
    const all = await controls.count();
    const reached = new Set<string>();
    for (let press = 0; press < all; press += 1) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => {
          const { activeElement: at } = document;
          const { outlineStyle, outlineWidth } = getComputedStyle(at ?? document.body);
          const seen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 3;
          return `${at?.tagName} ${at?.getAttribute('aria-label') ?? at?.textContent} ${seen ? 'seen' : 'UNSEEN'}`;
        }),
      );
    }
    expect(reached.size).toBe(all);
    expect([...reached].filter((name) => name.endsWith('UNSEEN'))).toEqual([]);
  });
});

describe('by a hand that presses twice', () => {
  /** Within a frame or two, on any machine; `between`: what main says after the first press. */
  const pressTwice = (selector: string, between: DesktopState | null): Promise<void> =>
    page.evaluate(
      async ([what, state]) => {
        const press = async (at: string): Promise<void> => {
          document.querySelector<HTMLElement>(at)?.click();
          if (state) (globalThis as unknown as ScriptedWindow).gallery.tell('state', state);
          await new Promise(requestAnimationFrame);
        };
        await press(what);
        // What lies there now.
        await press('.air-button');
      },
      [selector, between] as const,
    );
  const question = () => page.getByRole('alertdialog').count();

  test('going live is not stopped by its second press', async () => {
    await show();
    await pressTwice('.air-button', onAir());
    expect(await question()).toBe(0);
    await button('Stop').click();
    expect(await question()).toBe(1);
  });

  test('the second press after Stop takes neither answer, and staying asks no second time', async () => {
    await show({ state: onAir() });
    await pressTwice('.air-button', null);
    expect(await question()).toBe(1);
    await ready('Stay on air');
    await pressTwice('.air-button', null);
    expect(await question()).toBe(0);
    expect(await last('set-live')).toBeUndefined();
  });

  test('stopping is not followed by going live', async () => {
    await show({ state: onAir() });
    await button('Stop').click();
    await ready('Yes, stop');
    await pressTwice('.air-button.lesser', offAir);
    expect((await calls()).filter(({ name }) => name === 'set-live')).toEqual([
      { name: 'set-live', argument: false },
    ]);
    await button('Go live').click();
    expect(await last('set-live')).toBe(true);
  });

  test.each(sizes)('what lies under the pointer after Stop is staying: %j', async (size) => {
    await show(sceneOf('many'));
    await page.setViewportSize(size);
    const moved: string[] = [];
    for (const language of languages) {
      const { button: words } = desktopTexts[language];
      await tell(page, 'state', { ...sceneOf('many').state, language });
      const stop = await button(words.stop).boundingBox();
      await button(words.stop).click();
      const stay = await button(words.stay).boundingBox();
      if (JSON.stringify(stay) !== JSON.stringify(stop)) moved.push(language);
      await page.keyboard.press('Escape');
    }
    expect(moved).toEqual([]);
  });
});

describe('a strip', () => {
  const one = { ...offAir, settings: { ...offAir.settings, sources: [sourceOf(mixer)] } };
  const saved = async (): Promise<unknown> => {
    const sources = await last('set-sources');
    return Array.isArray(sources) ? sources[0] : undefined;
  };

  test('gain, mute, channels and processing are each one control with a name', async () => {
    await show({ state: one });
    const gain = page.getByRole('slider', { name: 'Gain: USB Mixer' });
    await gain.press('ArrowRight');
    await expect.poll(saved).toMatchObject({ gainDb: 1 });
    await gain.press('Home');
    await expect.poll(saved).toMatchObject({ gainDb: -60 });
    expect(await gain.getAttribute('aria-valuetext')).toBe('−∞ dB');
    await button('Mute: USB Mixer').press('Space');
    await expect.poll(saved).toMatchObject({ muted: true });
    await page.getByRole('combobox', { name: 'Channels: USB Mixer' }).selectOption('Left');
    await expect.poll(saved).toMatchObject({ channels: 'left' });
    await button('More: USB Mixer').press('Enter');
    await page.getByRole('checkbox', { name: 'Echo cancelling: USB Mixer' }).press('Space');
    await expect.poll(saved).toMatchObject({ processing: { echoCancellation: true } });
    await button('Remove: USB Mixer').press('Enter');
    await expect.poll(() => last('set-sources')).toEqual([]);
  });

  test('a source gets another device, or what the computer plays, and keeps its strip', async () => {
    await show({ state: one });
    await button('More: USB Mixer').click();
    const device = page.getByRole('combobox', { name: 'Device: USB Mixer' });
    await expect.poll(() => device.locator('option:checked').textContent()).toBe('USB Mixer');
    await device.selectOption('Pulpit Microphone');
    await expect
      .poll(saved)
      .toEqual({ ...one.settings.sources[0], deviceId: 'pulpit', label: 'Pulpit Microphone' });
    // Its name is the device's; its place in the list, and what is open, stay.
    const renamed = page.getByRole('combobox', { name: 'Device: Pulpit Microphone' });
    await renamed.selectOption({ label: desktopTexts.en.systemSound });
    await expect.poll(saved).toMatchObject({ kind: 'system', id: one.settings.sources[0]?.id });
  });

  test('a device, what the computer prefers, and its own sound can be added', async () => {
    await show({ state: one });
    const add = page.getByRole('combobox', { name: 'Add a source' });
    const offered = () => add.locator('option:not([disabled])').allTextContents();
    const { defaultInput, systemSound } = desktopTexts.en;
    await expect.poll(offered).toEqual(['Pulpit Microphone', 'Built-in Audio', defaultInput, systemSound]);
    await add.selectOption({ label: defaultInput });
    await expect
      .poll(() => last('set-sources'))
      .toMatchObject([{ kind: 'device' }, { kind: 'default', channels: 'stereo', muted: false }]);
  });

  test('a closed list takes nothing by a key: it opens, and a person chooses', async () => {
    await show({ state: one });
    const add = page.getByRole('combobox', { name: 'Add a source' });
    await expect.poll(() => add.locator('option:not([disabled])').count()).toBe(4);
    const device = page.getByRole('combobox', { name: 'Channels: USB Mixer' });
    for (const key of ['ArrowDown', 'ArrowUp', 'End', 'b']) {
      for (const list of [add, device]) {
        await list.press(key);
        await page.keyboard.press('Escape');
      }
    }
    expect(await last('set-sources')).toBeUndefined();
    await add.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => last('set-sources')).toMatchObject([{ kind: 'device' }, { kind: 'device' }]);
  });

  test('shows what comes in, in dBFS, and says so to a screen reader', async () => {
    await show({ state: one });
    const meter = page.getByRole('meter', { name: 'Level: USB Mixer' });
    await expect.poll(() => meter.getAttribute('aria-valuetext')).toBe('−20 dBFS');
    const bar = page.locator('.strip .level-meter');
    await expect.poll(() => bar.evaluate(reached)).toBeGreaterThan(0.6);
    expect(await bar.evaluate(reached)).toBeLessThan(0.75);
    for (const forcedColors of ['none', 'active'] as const) {
      await page.emulateMedia({ forcedColors });
      const [below, above] = await coloursAlong(bar, [0.3, 0.95]);
      expect(below, `forced colours: ${forcedColors}`).not.toBe(above);
    }
    await page.emulateMedia({ forcedColors: null });
  });

  test('what is too loud is marked, and the limiter is seen at work', async () => {
    await show(sceneOf('loud'));
    await page.locator('[data-limiting="true"]').waitFor();
    await page.getByText(/^Limiter −\d+ dB$/).waitFor();
    const clip = page.getByRole('button', { name: /^Clip: Level: USB Mixer/ });
    await clip.waitFor();
    await page.getByRole('slider', { name: 'Gain: USB Mixer' }).press('Home');
    await page.locator('[data-limiting="false"]').waitFor();
    expect(await page.locator('.limiter').textContent()).toBe('');
  });
});

describe('while locked', () => {
  test('an operator sees that it works, goes live and stops; nothing else can be changed', async () => {
    await show(sceneOf('locked'));
    expect(await page.getByRole('meter').count()).toBe(3);
    const controls = await page.locator('main :is(button, select, input)').allTextContents();
    expect(controls).toEqual(['Unlock', 'Stop', 'Copy link', 'Open']);
  });

  test('and mutes, where the admin allows it', async () => {
    const { state } = sceneOf('locked-mute');
    await show(sceneOf('locked-mute'));
    const controls = await page.locator('main :is(button, select, input)').allTextContents();
    expect(controls).toEqual(['Unlock', 'Mute', 'Mute', 'Stop', 'Copy link', 'Open']);
    await button('Mute: USB Mixer').click();
    expect(await last('set-muted')).toEqual({ id: 'usb', muted: true });
    // Main's word is what counts.
    const sources = [sourceOf(mixer, { muted: true }), sourceOf(pulpit)];
    await tell(page, 'state', { ...state, settings: { ...state.settings, sources } });
    await button('Unmute: USB Mixer').click();
    expect(await last('set-muted')).toEqual({ id: 'usb', muted: false });
  });
});

describe('the poster', () => {
  test.each([
    ['saved', 'Poster saved'],
    ['failed', 'Poster could not be saved'],
    ['cancelled', 'Poster…'],
  ])('%s: the button says "%s"', async (name, said) => {
    await show({ answers: { 'save-poster': { name, path: '/poster.pdf' } } });
    await button('Poster…').click();
    await button(said).waitFor();
    expect((await calls()).map((call) => call.name)).toEqual(['save-poster']);
  });
});

describe('the guide', () => {
  const guided = sceneOf('guide-name');

  test('name, device with its meter, phone: by keyboard alone, and then on the air', async () => {
    await show(guided);
    await page.keyboard.press('Enter');
    await page.getByText('Please write a name.').waitFor();
    await page.keyboard.type('Masjid an-Noor');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Where does the sound come from?' }).waitFor();
    expect(await last('change-settings')).toEqual({ stationName: 'Masjid an-Noor' });
    await expect
      .poll(() => page.getByRole('meter', { name: 'Level of USB Mixer' }).getAttribute('aria-valuetext'))
      .toBe('−20 dBFS');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByText('Sound is coming in.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hear it on your phone' }).waitFor();
    expect(await last('set-sources')).toMatchObject([{ kind: 'device', label: 'USB Mixer' }]);
    await expect.poll(() => last('set-live')).toBe(true);
    await tell(page, 'state', { ...onAir(undefined, { listeners: { open: 1, hearing: 1 } }), guide: true });
    await page.getByText('1 phone hears you').waitFor();
    await ready('Stay on air');
    await button('Stay on air').press('Enter');
    await expect.poll(() => last('change-settings')).toEqual({ guideDone: true });
    expect(await last('set-live')).toBe(true);
  });

  test('until a phone has heard, its last step stops for now', async () => {
    await show(sceneOf('guide-phone'));
    expect(await page.locator('.guide-foot button').allTextContents()).toEqual(['Back', 'Stop for now']);
    await button('Stop for now').click();
    expect((await calls()).slice(-2)).toEqual([
      { name: 'set-live', argument: false },
      { name: 'change-settings', argument: { guideDone: true } },
    ]);
    await show(sceneOf('guide-heard'));
    expect(await page.locator('.guide-foot button').allTextContents()).toEqual([
      'Stop for now',
      'Stay on air',
    ]);
  });

  test('a device that gives nothing is said to', async () => {
    await show(guided);
    await page.getByRole('textbox').fill('Noor');
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Built-in Audio' }).check();
    await expect
      .poll(() => page.locator('output.guide-note').textContent(), { timeout: 10_000 })
      .toBe('Nothing comes in. Is the mixer on, and its cable plugged in?');
  });

  test('can be put away at once, and stops its test', async () => {
    await show(guided);
    await button('Set up later').click();
    expect((await calls()).slice(-2)).toEqual([
      { name: 'set-live', argument: false },
      { name: 'change-settings', argument: { guideDone: true } },
    ]);
  });

  test('is there in every language that Mauzin speaks', async () => {
    await show(guided);
    const choice = page.getByRole('combobox', { name: 'Language' });
    expect(await choice.locator('option').count()).toBe(languages.length);
    await choice.selectOption('ar');
    expect(await last('change-settings')).toEqual({ language: 'ar' });
  });
});

/** How much of a level bar is neither hidden nor veiled, 0 to 1. Runs in the page. */
function reached(bar: Element): number {
  const { left, width } = bar.getBoundingClientRect();
  const ends = ['.beyond-rms', '.beyond-peak'].map(
    (part) => (bar.querySelector(part)?.getBoundingClientRect().left ?? left) - left,
  );
  return Math.min(...ends) / width;
}

/** The colours that are seen at some shares of a bar's width, in its upper part. */
async function coloursAlong(bar: Locator, shares: readonly number[]): Promise<readonly string[]> {
  const picture = (await bar.screenshot()).toString('base64');
  // A page of its own: the window's policy lets no picture in.
  const plain = await bar.page().context().newPage();
  try {
    return await plain.evaluate(
      async ([png, at]) => {
        const bytes = Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d');
        context?.drawImage(bitmap, 0, 0);
        return at.map((share) =>
          String(
            context?.getImageData(Math.floor(share * bitmap.width), Math.floor(bitmap.height / 4), 1, 1).data,
          ),
        );
      },
      [picture, shares] as const,
    );
  } finally {
    await plain.close();
  }
}
