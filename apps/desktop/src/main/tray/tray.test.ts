import { inflateSync } from 'node:zlib';

import type { AirStatusName, DesktopState } from '@mauzin/desktop-contract';
import { airTexts } from '@mauzin/desktop-contract';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { freshDesktopState } from '../../testing/fresh-desktop-state.ts';
import { trayIcon, trayIconPixels } from './tray-icon.ts';
import { AirTray, type TrayItem } from './tray.ts';

const states = Object.keys(airTexts.en.word) as AirStatusName[];

/** What is painted, and in which colour: the picture has a palette, since only how transparent a pixel is differs. */
function decode(png: Buffer): { readonly shape: string; readonly colour: string } {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(trayIconPixels);
  const chunk = (type: string): Buffer => {
    const at = png.indexOf(type);
    return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  };
  const [rows, alphas] = [inflateSync(chunk('IDAT')), chunk('tRNS')];
  const rowBytes = trayIconPixels + 1;
  let shape = '';
  for (let row = 0; row < trayIconPixels; row += 1) {
    const indices = [...rows.subarray(row * rowBytes + 1, (row + 1) * rowBytes)];
    shape += `${indices.map((index) => ((alphas[index] ?? 0) > 127 ? '#' : ' ')).join('')}\n`;
  }
  return { shape, colour: chunk('PLTE').subarray(0, 3).toString('hex') };
}

describe('the star', () => {
  test('has a shape of its own for each state, also where the system takes the colour', () => {
    for (const template of [false, true]) {
      const shapes = states.map((state) => decode(trayIcon(state, template)).shape);
      expect(new Set(shapes).size).toBe(states.length);
    }
    expect(decode(trayIcon('live', true)).colour).toBe('000000');
  });

  test('is coloured by what it means', () => {
    const colours = Object.fromEntries(states.map((state) => [state, decode(trayIcon(state, false)).colour]));
    expect(colours['live']).not.toBe(colours['off']);
    expect(colours['silent']).not.toBe(colours['live']);
    expect(colours['failed']).not.toBe(colours['silent']);
  });

  test('has eight points, the same to all sides', () => {
    const rows = decode(trayIcon('live', false)).shape.slice(0, -1).split('\n');
    expect(rows.toReversed()).toEqual(rows);
    const turned = rows.map((_row, at) => rows.map((row) => row[at]).join(''));
    expect(turned).toEqual(rows);
  });
});

describe('in the tray', () => {
  let items: FakeItem[];
  let menus: MenuItemConstructorOptions[][];
  const log: string[] = [];
  const actions = { goLive: vi.fn(), stop: vi.fn(), open: vi.fn(), quit: vi.fn() };
  let tray: AirTray;

  class FakeItem {
    icon: unknown;
    toolTip = '';
    destroyed = false;
    click: (() => void) | null = null;
    setContextMenu(): void {
      expect(this.destroyed).toBe(false);
    }
    setImage(icon: unknown): void {
      this.icon = icon;
    }
    setToolTip(text: string): void {
      this.toolTip = text;
    }
    on(_event: string, listener: () => void): this {
      this.click = listener;
      return this;
    }
    destroy(): void {
      this.destroyed = true;
    }
  }

  const create = (refuse: boolean): AirTray =>
    new AirTray({
      actions,
      log: (line) => log.push(line),
      port: {
        icon: (state) => state as unknown as NativeImage,
        create: () => {
          if (refuse) throw new Error('no tray here');
          const item = new FakeItem();
          items.push(item);
          return item as unknown as TrayItem;
        },
        buildMenu: (template) => {
          menus.push(template);
          return {} as Electron.Menu;
        },
      },
    });

  beforeEach(() => {
    items = [];
    menus = [];
    log.length = 0;
    tray = create(false);
    vi.clearAllMocks();
  });

  const on: DesktopState = {
    ...freshDesktopState,
    wantsLive: true,
    status: { name: 'live', onAirMs: 1_000 },
  };
  const labels = (): (string | undefined)[] | undefined => menus.at(-1)?.map(({ label }) => label);
  const choose = (label: string): void => {
    const click = menus.at(-1)?.find((item) => item.label === label)?.click as (() => void) | undefined;
    expect(click).toBeDefined();
    click?.();
  };

  test('icon, words and menu follow the state and the language', () => {
    tray.show(freshDesktopState);
    expect(items[0]).toMatchObject({ icon: 'off', toolTip: 'Noor: Off air' });
    expect(labels()).toEqual(['Go live', 'Open Mauzin', undefined, 'Quit']);
    tray.show(on);
    expect(items[0]).toMatchObject({ icon: 'live', toolTip: 'Noor: On air' });
    expect(labels()?.[0]).toBe('Stop');
    tray.show({ ...on, language: 'ar' });
    expect(labels()?.[0]).toBe('إيقاف');
    expect(items).toHaveLength(1);
  });

  test('nothing is drawn anew while nothing that is shown changes', () => {
    tray.show(on);
    tray.show({ ...on, status: { name: 'live', onAirMs: 2_000 } });
    expect(menus).toHaveLength(1);
  });

  test('each choice does what it says; a click opens the window', () => {
    tray.show(freshDesktopState);
    choose('Go live');
    choose('Open Mauzin');
    choose('Quit');
    items[0]?.click?.();
    tray.show(on);
    choose('Stop');
    expect(Object.values(actions).map(({ mock }) => mock.calls.length)).toEqual([1, 1, 2, 1]);
  });

  test('a system without a tray is no trouble', () => {
    const none = create(true);
    none.show(freshDesktopState);
    none.show(on);
    none.close();
    expect(log).toEqual(['no place in the tray: Error: no tray here']);
  });

  test('is gone once it is closed, whatever is told afterwards', () => {
    tray.show(on);
    tray.close();
    tray.close();
    tray.show(freshDesktopState);
    expect(items).toMatchObject([{ destroyed: true, icon: 'live' }]);
  });
});
