import { type Alarm, type DesktopState, fill, systemTexts } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import type { AirMemory } from './air/air-memory.ts';
import type { LiveBy } from './air/live-by.ts';
import { SignalAutomation } from './air/signal-automation.ts';
import type { AlarmChange } from './alarms/alarms.ts';
import { Notifications, type NotificationsOptions } from './alarms/notifications.ts';
import { Webhook, type WebhookMessage, type WebhookOptions } from './alarms/webhook.ts';
import type { Desktop } from './desktop.ts';
import type { CallHandlers } from './ipc.ts';
import { LoginItem, type LoginPort } from './system/login-item.ts';
import { PowerWatch, type PowerWatchOptions } from './system/power-watch.ts';
import { Shortcut, type ShortcutOptions } from './system/shortcut.ts';
import { AirTray, type TrayPort } from './tray/tray.ts';

/** The system around the window, as far as the conduct of a station needs it. */
export interface SystemPorts {
  readonly shortcuts: ShortcutOptions['system'];
  readonly createNotification: NotificationsOptions['create'];
  readonly tray: TrayPort;
  readonly power: PowerWatchOptions['monitor'];
  readonly login: LoginPort;
  readonly fetch: WebhookOptions['fetch'];
}

export interface ConductOptions {
  readonly desktop: Desktop;
  readonly memory: AirMemory;
  readonly ports: SystemPorts;
  readonly clock: ClockPort;
  /** Epoch ms. */
  readonly wallMs: () => number;
  readonly showWindow: () => void;
  /** Asks the person once, and stops if that is meant. */
  readonly askToStop: () => void;
  readonly quit: () => void;
  /** The machine woke up. */
  readonly wake: () => void;
  readonly log: (line: string) => void;
}

/**
 * What a station does beside the window: goes live from the tray, by the shortcut, with the sound and after a restart; raises its
 * alarms everywhere; and follows the settings that concern the system.
 */
export class Conduct {
  readonly #options: ConductOptions;
  readonly #shortcut: Shortcut;
  readonly #tray: AirTray;
  readonly #login: LoginItem;
  readonly #power: PowerWatch;
  readonly #notifications: Notifications;
  readonly #webhook: Webhook;
  readonly #automation: SignalAutomation;
  #closed = false;

  constructor(options: ConductOptions) {
    const { clock, desktop, log, ports, quit, showWindow } = options;
    this.#options = options;
    this.#shortcut = new Shortcut({
      log,
      system: ports.shortcuts,
      onPress: () => (desktop.liveBy === null ? this.#goLive() : options.askToStop()),
      onTaken: (shortcutTaken) => desktop.tell({ shortcutTaken }),
    });
    this.#tray = new AirTray({
      log,
      port: ports.tray,
      actions: { goLive: () => this.#goLive(), stop: options.askToStop, open: showWindow, quit },
    });
    this.#login = new LoginItem({
      log,
      port: ports.login,
      onFailed: (startAtLoginFailed) => desktop.tell({ startAtLoginFailed }),
    });
    this.#power = new PowerWatch({ log, monitor: ports.power, onWake: () => this.#wake() });
    this.#notifications = new Notifications({
      log,
      clock,
      create: ports.createNotification,
      onClick: showWindow,
    });
    this.#webhook = new Webhook({ log, clock, fetch: ports.fetch });
    this.#automation = new SignalAutomation({
      clock,
      settings: () => desktop.state.settings.automation.signal,
      liveBy: () => desktop.liveBy,
      setLive: (live) => this.#actOnSignal(live),
    });
    desktop.observe({
      changed: (state) => this.#follow(state),
      wanted: (live, by) => this.#wanted(live, by),
      alarm: (change, levelDbfs) => this.#raise(change, levelDbfs),
    });
    this.#follow(desktop.state);
  }

  handlers(): Pick<CallHandlers, 'report-sound' | 'test-webhook'> {
    const reported = this.#options.desktop.handlers()['report-sound'];
    return {
      'report-sound': (report) => {
        this.#automation.hear(report.levelDbfs);
        return reported(report);
      },
      'test-webhook': (url) =>
        this.#webhook.test(url, this.#message({ event: 'test', state: 'begin', forS: 0 }, null)),
    };
  }

  /** The app was started: back on the air if it was when it ended, and the admin wants that. */
  resume(): void {
    const { desktop, log, memory } = this.#options;
    const { bySignal, live } = memory.read();
    if (!live) return;
    if (!desktop.state.settings.automation.resumeAfterRestart) return memory.write({ live: false, bySignal });
    log('it was on the air when it ended: going live again');
    desktop.setLive(true, bySignal ? 'signal' : 'restart');
    this.#notice('backOnAir');
  }

  /** A person quits: the next start is off the air. */
  forget(): void {
    this.#options.memory.write({ live: false, bySignal: false });
  }

  /** Lets go of everything that it holds of the system. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#shortcut.close();
    this.#tray.close();
    this.#power.close();
    this.#notifications.close();
    this.#webhook.close();
  }

  #follow(state: DesktopState): void {
    if (this.#closed) return;
    const { shortcut, startAtLogin } = state.settings.automation;
    this.#tray.show(state);
    this.#shortcut.set(shortcut);
    this.#login.set(startAtLogin);
  }

  #wanted(live: boolean, by: LiveBy): void {
    this.#options.log(`${live ? 'go live' : 'stop'} (${by})`);
    this.#options.memory.write({ live, bySignal: by === 'signal' });
    this.#automation.wanted(live, by);
  }

  /** Without a source there is nothing to hear: then the window asks for one. */
  #goLive(): void {
    const { desktop, showWindow } = this.#options;
    if (desktop.state.settings.sources.length === 0) return showWindow();
    return desktop.setLive(true, 'person');
  }

  #actOnSignal(live: boolean): void {
    this.#options.desktop.setLive(live, 'signal');
    this.#notice(live ? 'signalStarted' : 'signalStopped');
  }

  #wake(): void {
    const { desktop, wake } = this.#options;
    wake();
    desktop.tell({ wakes: desktop.state.wakes + 1 });
  }

  #raise(change: AlarmChange, levelDbfs: number | null): void {
    const { desktop, log } = this.#options;
    const { alarm, forS, state } = change;
    log(`alarm ${alarm.name}: ${state}, ${forS} s`);
    if (state === 'begin') this.#notifyOf(alarm);
    else if (desktop.state.alarms.every((other) => kindOf(other) !== kindOf(alarm))) {
      this.#notifications.withdraw(kindOf(alarm));
    }
    const { webhook } = desktop.state.settings.deadAir;
    if (webhook === null) return;
    const source = alarm.name === 'source-lost' ? { source: alarm.label } : {};
    this.#webhook.tell(webhook, this.#message({ event: alarm.name, state, forS, ...source }, levelDbfs));
  }

  #message(
    what: Pick<WebhookMessage, 'event' | 'state' | 'forS' | 'source'>,
    levelDbfs: number | null,
  ): WebhookMessage {
    const { name, slug } = this.#options.desktop.state.settings.station;
    const at = new Date(this.#options.wallMs()).toISOString();
    return { ...what, station: { slug, name }, at, levelDbfs };
  }

  #notifyOf(alarm: Alarm): void {
    const texts = systemTexts[this.#options.desktop.language].alarm;
    const label = alarm.name === 'source-lost' ? alarm.label : '';
    const { body, title } = texts[alarmTexts[alarm.name]];
    this.#notifications.raise(kindOf(alarm), fill(title, { name: label }), body);
  }

  #notice(name: 'signalStarted' | 'signalStopped' | 'backOnAir'): void {
    const { body, title } = systemTexts[this.#options.desktop.language].notice[name];
    this.#notifications.show(name, title, body);
  }
}

/** Each device is a kind of its own: where two are pulled out at once, both are named. */
const kindOf = (alarm: Alarm): string =>
  alarm.name === 'source-lost' ? `${alarm.name} ${alarm.label}` : alarm.name;

const alarmTexts = {
  'dead-air': 'deadAir',
  'source-lost': 'sourceLost',
  'not-heard': 'notHeard',
} as const satisfies Record<Alarm['name'], string>;
