import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { EngineState, SettingsChange, SoundReport } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { freshEngineState } from '../engine/contract.ts';
import { freshSettings } from '../testing/fresh-settings.ts';
import { deviceSource } from '../testing/sources.ts';
import { AirMemory } from './air/air-memory.ts';
import { Conduct, type SystemPorts } from './conduct.ts';
import { Desktop } from './desktop.ts';

const online: EngineState = { ...freshEngineState, service: { name: 'online' } };
const live: EngineState = { ...online, mix: 'flowing', air: { name: 'live', onAirMs: 0 } };
const usb = deviceSource('usb', 'm1', 'USB');

class FakeNotification extends EventEmitter {
  readonly words: { readonly title: string; readonly body: string; readonly silent: boolean };
  closed = false;
  constructor(words: FakeNotification['words']) {
    super();
    this.words = words;
  }
  show(): void {
    notifications.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

let folder = '';
let clock: FakeClock;
let notifications: FakeNotification[];
let posts: { readonly url: string; readonly body: Record<string, unknown> }[];
let menu: MenuItemConstructorOptions[];
let icon: string;
let shortcuts: Map<string, () => void>;
let power: EventEmitter;
let startsAtLogin: boolean;
let log: string[];
const acts = { showWindow: vi.fn(), askToStop: vi.fn(), quit: vi.fn(), wake: vi.fn() };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-conduct-'));
  clock = new FakeClock();
  notifications = [];
  posts = [];
  menu = [];
  icon = '';
  shortcuts = new Map();
  power = new EventEmitter();
  startsAtLogin = false;
  log = [];
  vi.clearAllMocks();
});
afterEach(() => rmSync(folder, { recursive: true }));

const ports = (): SystemPorts => ({
  shortcuts: {
    register: (keys, run) => !shortcuts.has(keys) && !!shortcuts.set(keys, run),
    unregister: (keys) => void shortcuts.delete(keys),
  },
  createNotification: (words) => new FakeNotification(words) as unknown as Electron.Notification,
  tray: {
    icon: (state) => {
      icon = state;
      return {} as NativeImage;
    },
    create: () => ({
      destroy: () => undefined,
      on: vi.fn(),
      setContextMenu: () => undefined,
      setImage: () => undefined,
      setToolTip: () => undefined,
    }),
    buildMenu: (template) => {
      menu = template;
      return {} as Electron.Menu;
    },
  },
  power: power as unknown as SystemPorts['power'],
  login: {
    set: (on) => {
      startsAtLogin = on;
    },
    is: (on) => startsAtLogin === on,
  },
  fetch: (url, init) => {
    posts.push({ url, body: JSON.parse(init.body as string) as Record<string, unknown> });
    return Promise.resolve(new Response(null, { status: 204 }));
  },
});

/** One run of the app, on what the last one left behind. */
function start(change: SettingsChange = {}) {
  const store = freshSettings(folder);
  store.update({ sources: [usb] });
  const note = (line: string): void => void log.push(line);
  const desktop = new Desktop(
    {
      store,
      actions: {
        copyText: () => undefined,
        openLink: () => Promise.resolve(),
        openPrivacySettings: () => Promise.resolve(),
        log: note,
      },
      clock,
      systemLanguages: ['en'],
      hasPrivacySettings: false,
      version: '0.1.0',
      recordingsFolder: folder,
    },
    online,
  );
  desktop.changeSettings(change);
  const memory = new AirMemory({ folder, wallMs: () => 0, log: note });
  const conduct = new Conduct({
    desktop,
    memory,
    ports: ports(),
    clock,
    wallMs: () => 0,
    log: note,
    ...acts,
  });
  // As the engine does: what is wanted comes about.
  desktop.observe({
    wanted: (on) => clock.after(10, () => desktop.engineChanged(on ? live : online)),
  });
  const calls = { ...desktop.handlers(), ...conduct.handlers() };
  const hear = (seconds: number, levelDbfs: number, sound: Sound = 'open'): void => {
    for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
      clock.advance(250);
      void calls['report-sound']({
        levelDbfs,
        peakDbfs: levelDbfs,
        sources: [{ id: 'usb', label: 'USB', kind: 'device', sound }],
      });
    }
  };
  return { calls, conduct, desktop, hear, store };
}
type Sound = SoundReport['sources'][number]['sound'];

const choose = (label: string): void => {
  const click = menu.find((item) => item.label === label)?.click as (() => void) | undefined;
  expect(click).toBeDefined();
  click?.();
};
const pressF9 = (): void => shortcuts.get('CommandOrControl+Shift+F9')?.();
const shown = (): string[] => notifications.map(({ words }) => words.title);

describe('going live and stopping', () => {
  test('one click in the tray goes live; its icon shows the state; stopping is asked', () => {
    const { desktop, hear } = start();
    expect(icon).toBe('off');
    choose('Go live');
    expect(desktop.state).toMatchObject({ wantsLive: true, status: { name: 'starting' } });
    hear(1, -20);
    expect(icon).toBe('live');
    choose('Stop');
    expect(acts.askToStop).toHaveBeenCalledOnce();
    expect(desktop.state.wantsLive).toBe(true);
    choose('Open Mauzin');
    choose('Quit');
    expect([acts.showWindow.mock.calls.length, acts.quit.mock.calls.length]).toEqual([1, 1]);
  });

  test('so does the shortcut, and it follows the settings', () => {
    const { desktop } = start();
    pressF9();
    expect(desktop.state.wantsLive).toBe(true);
    pressF9();
    expect(acts.askToStop).toHaveBeenCalledOnce();
    desktop.changeSettings({ automation: { ...desktop.state.settings.automation, shortcut: 'F1' } });
    expect([...shortcuts.keys()]).toEqual(['F1']);
    shortcuts.set('F2', () => undefined); // another program's
    desktop.changeSettings({ automation: { ...desktop.state.settings.automation, shortcut: 'F2' } });
    expect(desktop.state.shortcutTaken).toBe(true);
  });

  test('without a source the window is shown instead', () => {
    const { desktop, store } = start();
    store.update({ sources: [] });
    pressF9();
    expect(acts.showWindow).toHaveBeenCalledOnce();
    expect(desktop.state.wantsLive).toBe(false);
  });

  test('the language of the tray and the start at login follow the settings at once', () => {
    const { desktop } = start();
    desktop.changeSettings({
      language: 'ar',
      automation: { ...desktop.state.settings.automation, startAtLogin: true },
    });
    expect(menu[0]?.label).toBe('ابدأ البثّ');
    expect(startsAtLogin).toBe(true);
    expect(desktop.state.startAtLoginFailed).toBe(false);
  });
});

describe('alarms', () => {
  const webhook = 'http://radio.example/hook?token=se-cret';
  const goLive = (deadAir: SettingsChange['deadAir']) => {
    const run = start({ deadAir });
    void run.calls['set-live'](true);
    run.hear(1, -20);
    return run;
  };

  test('dead air is shown, notified and sent, once at its beginning and once at its end', async () => {
    const { desktop, hear } = goLive({ belowDbfs: -60, afterS: 10, webhook });
    hear(30, -80);
    expect(desktop.state.alarms).toEqual([{ name: 'dead-air' }]);
    expect(shown()).toEqual(['On air, but silent']);
    // Its noise could go on the air with the computer's own sound.
    expect(notifications[0]?.words.silent).toBe(true);
    notifications[0]?.emit('click');
    expect(acts.showWindow).toHaveBeenCalledOnce();
    hear(1, -20);
    expect(desktop.state.alarms).toEqual([]);
    expect(notifications[0]?.closed).toBe(true);
    const station = { slug: 'mosque', name: 'Mosque' };
    const at = '1970-01-01T00:00:00.000Z';
    await expect.poll(() => posts).toHaveLength(2);
    expect(posts.map(({ body }) => body)).toEqual([
      { event: 'dead-air', state: 'begin', station, at, forS: 10, levelDbfs: -80 },
      { event: 'dead-air', state: 'end', station, at, forS: 30.5, levelDbfs: -20 },
    ]);
    expect(log.join()).not.toContain('se-cret');
  });

  test('a lost device is announced within 2 s, by its name; one notification of a kind in 30 s', async () => {
    const { desktop, hear } = goLive({ belowDbfs: -60, afterS: 10, webhook });
    hear(0.25, -20, 'missing');
    expect(shown()).toEqual(['USB is away']);
    hear(5, -20);
    hear(5, -20, 'missing');
    expect(desktop.state.alarms).toEqual([{ name: 'source-lost', label: 'USB' }]);
    expect(shown()).toHaveLength(1);
    hear(1, -20);
    hear(19, -20);
    hear(1, -20, 'stand-in');
    expect(shown()).toHaveLength(2);
    await expect.poll(() => posts).toHaveLength(5);
    expect(posts[0]?.body).toMatchObject({ event: 'source-lost', state: 'begin', source: 'USB' });
  });

  test('a loose cable that is out for good in the end is said once more, when the first word is 30 s old', () => {
    const { conduct, hear } = goLive({ belowDbfs: -60, afterS: 600, webhook: null });
    hear(1, -20, 'missing');
    hear(1, -20);
    hear(20, -20, 'missing');
    expect(shown()).toHaveLength(1);
    hear(10, -20, 'missing');
    expect(shown()).toEqual(['USB is away', 'USB is away']);
    hear(1, -20);
    hear(1, -20, 'missing');
    hear(60, -20);
    expect(shown()).toHaveLength(2);
    hear(1, -20, 'missing');
    hear(1, -20);
    hear(1, -20, 'missing');
    conduct.close();
    clock.advance(60_000);
    expect(shown()).toHaveLength(3);
  });

  test('two devices that are lost together are both named, and each is taken back with its own', () => {
    const { calls } = goLive({ belowDbfs: -60, afterS: 10, webhook: null });
    const tell = (usb: Sound, pulpit: Sound): void => {
      const kind = 'device' as const;
      const sources = [
        { kind, id: 'usb', label: 'USB', sound: usb },
        { kind, id: 'pulpit', label: 'Pulpit', sound: pulpit },
      ];
      void calls['report-sound']({ levelDbfs: -20, peakDbfs: -20, sources });
    };
    tell('missing', 'missing');
    expect(shown()).toEqual(['USB is away', 'Pulpit is away']);
    tell('open', 'missing');
    expect(notifications.map(({ closed }) => closed)).toEqual([true, false]);
  });

  test('what the sentinel does not hear is an alarm', async () => {
    const { calls, hear } = goLive({ belowDbfs: -60, afterS: 10, webhook });
    void calls['report-sentinel']({ name: 'not-heard', forMs: 0 });
    hear(5.75, -20);
    expect(shown()).toEqual([]);
    hear(0.5, -20);
    expect(shown()).toEqual(['Listeners hear nothing']);
    await expect.poll(() => posts).toMatchObject([{ body: { event: 'not-heard', forS: 6 } }]);
  });

  test('a webhook is tried out with an event of its own', async () => {
    const { calls } = start();
    expect(await calls['test-webhook'](webhook)).toBe(true);
    expect(posts).toMatchObject([{ url: webhook, body: { event: 'test', station: { slug: 'mosque' } } }]);
  });
});

describe('by the sound', () => {
  const automation = {
    signal: { on: true, aboveDbfs: -40, startAfterS: 2, stopAfterS: 30 },
    startAtLogin: false,
    resumeAfterRestart: true,
    shortcut: null,
  };

  test('it goes live and stops, and says so', () => {
    const { desktop, hear } = start({ automation });
    hear(3, -20);
    expect(desktop.state.status.name).toBe('live');
    hear(31, -80);
    expect(desktop.state.status.name).toBe('off');
    expect(shown()).toEqual(['On air', 'On air, but silent', 'Off air']);
    expect(log).toContain('go live (signal)');
  });

  test('a person’s stop holds it back, and a person’s broadcast goes on', () => {
    const { calls, desktop, hear } = start({ automation });
    hear(3, -20);
    void calls['set-live'](false);
    hear(20, -20);
    expect(desktop.state.wantsLive).toBe(false);
    void calls['set-live'](true);
    hear(60, -80);
    expect(desktop.state.wantsLive).toBe(true);
  });

  test('it is off at first', () => {
    const { desktop, hear } = start();
    hear(600, -10);
    expect(desktop.state.wantsLive).toBe(false);
  });
});

describe('after the machine’s restart', () => {
  test('it is back on the air if it was, and says so', () => {
    void start().calls['set-live'](true);
    const next = start();
    next.conduct.resume();
    expect(next.desktop.state.wantsLive).toBe(true);
    expect(shown()).toEqual(['On air again']);
  });

  test.each<[string, (run: ReturnType<typeof start>) => void]>([
    ['a person stopped', ({ calls }) => void calls['set-live'](false)],
    ['a person quit', ({ conduct }) => conduct.forget()],
  ])('it is not when %s', (_what, end) => {
    const run = start();
    void run.calls['set-live'](true);
    end(run);
    const next = start();
    next.conduct.resume();
    expect(next.desktop.state.wantsLive).toBe(false);
  });

  test('it is not when the admin does not want that, nor at the start after that one', () => {
    void start().calls['set-live'](true);
    const off = start();
    const { automation } = off.desktop.state.settings;
    off.desktop.changeSettings({ automation: { ...automation, resumeAfterRestart: false } });
    off.conduct.resume();
    expect(off.desktop.state.wantsLive).toBe(false);
    off.desktop.changeSettings({ automation });
    const next = start();
    next.conduct.resume();
    expect(next.desktop.state.wantsLive).toBe(false);
  });

  test('what the sound began, the sound ends', () => {
    const signal = { on: true, aboveDbfs: -40, startAfterS: 2, stopAfterS: 30 };
    const automation = { signal, startAtLogin: false, resumeAfterRestart: true, shortcut: null };
    start({ automation }).hear(3, -20);
    const next = start();
    next.conduct.resume();
    next.hear(31, -80);
    expect(next.desktop.state.wantsLive).toBe(false);
  });
});

test('after sleep the engine is told to look anew, and the window as well', () => {
  const { desktop } = start();
  power.emit('suspend');
  expect(acts.wake).not.toHaveBeenCalled();
  power.emit('resume');
  expect(acts.wake).toHaveBeenCalledOnce();
  expect(desktop.state.wakes).toBe(1);
});

test('closing lets go of everything, whatever is told afterwards', () => {
  const { conduct, desktop } = start();
  conduct.close();
  conduct.close();
  desktop.changeSettings({ language: 'ar' });
  power.emit('resume');
  expect([shortcuts.size, acts.wake.mock.calls.length]).toEqual([0, 0]);
});
