import { setTimeout as delay } from 'node:timers/promises';
import {
  buildStandIn,
  type DesktopApp,
  electronPath,
  launchMauzin,
  play,
  savedDevice,
  speech,
  startPulse,
} from '@mauzin/e2e';
import type { Page } from 'playwright';

import { pssKbOf, rssKbOf } from '../proc.ts';
import { startRemote } from '../remote.ts';
import { median } from '../statistics.ts';
import type { ListenerCalls } from './listeners.ts';
import { countedParts, type Part, parts } from './parts.ts';
import { type ByPart, cpuPercentByPart, megabytesByPart, sumOf } from './usage.ts';

export interface DesktopBenchOptions {
  readonly listeners: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly uiSeconds: number;
  readonly progress: (text: string) => void;
  readonly defer: (close: () => unknown) => void;
}

export interface DesktopMeasured {
  /** What is counted of the app on this Electron. */
  readonly counted: readonly Part[];
  readonly idleHidden: ByPart;
  /** One for each round, CPU in percent of a core. */
  readonly alone: readonly ByPart[];
  readonly heard: readonly ByPart[];
  readonly rssMb: ByPart;
  readonly pssMb: ByPart;
  readonly longestTaskMs: number;
}

/** The middle of several rounds, part by part. */
export const middle = (rounds: readonly ByPart[]): ByPart =>
  Object.fromEntries(
    parts.map((part) => [part, median(rounds.map((round) => round[part]))]),
  ) as unknown as ByPart;

const SETTLE_MS = 5_000;
const CHANGE_LIMIT_MS = 30_000;

/**
 * The whole app, with one source that speaks: idle and hidden, then on the air, in turns without and with listeners. Each of its
 * processes is measured by itself.
 */
export async function measureDesktop(options: DesktopBenchOptions): Promise<DesktopMeasured> {
  const { defer, listeners, progress, rounds, seconds, uiSeconds } = options;
  const app = await openApp(defer);
  progress(`the app runs on: ${app.runsOn}`);
  const idleHidden = await whileHidden(app, async () => {
    await delay(SETTLE_MS);
    return await cpuPercentByPart(app.pid, seconds);
  });
  progress(`idle and hidden: ${words(idleHidden)}`);
  await app.page.getByRole('button', { name: 'Go live' }).click();
  await app.page.locator('main[data-sentinel="heard"]').waitFor({ timeout: CHANGE_LIMIT_MS });
  const crowd = new Crowd(app, defer);
  const alone: ByPart[] = [];
  const heard: ByPart[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    await crowd.leave();
    await delay(SETTLE_MS);
    alone.push(await cpuPercentByPart(app.pid, seconds));
    await crowd.join(listeners);
    await delay(SETTLE_MS);
    heard.push(await cpuPercentByPart(app.pid, seconds));
    progress(`round ${round}: nobody listens: ${words(alone.at(-1))}`);
    progress(`round ${round}: ${listeners} listen: ${words(heard.at(-1))}`);
  }
  const rssMb = await megabytesByPart(app.pid, rssKbOf);
  const pssMb = await megabytesByPart(app.pid, pssKbOf);
  progress(`watching the window for ${uiSeconds} s`);
  const longestTaskMs = await longestTask(app.page, uiSeconds);
  return { counted: countedParts(app.runsOn), idleHidden, alone, heard, rssMb, pssMb, longestTaskMs };
}

const words = (figures: ByPart | undefined): string =>
  figures ? parts.map((part) => `${part} ${figures[part].toFixed(2)}`).join(', ') : '';

async function openApp(defer: DesktopBenchOptions['defer']): Promise<DesktopApp> {
  if (electronPath() === null) await buildStandIn();
  const pulse = await startPulse();
  defer(() => pulse.stop());
  const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
  const playing = await play(pulse, mixer.sink, await speech(), { repeat: true });
  defer(() => playing.stop());
  const app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
  defer(() => app.close());
  await app.page.getByRole('listitem', { name: 'USB Mixer' }).waitFor();
  return app;
}

/** As the app is most of the day: its window put away, its sound off the air. */
async function whileHidden<T>(app: DesktopApp, measure: () => Promise<T>): Promise<T> {
  const show = (shown: boolean): Promise<void> =>
    app.evaluate(({ BrowserWindow }, isShown) => {
      for (const window of BrowserWindow.getAllWindows()) {
        if (isShown) window.show();
        else window.hide();
      }
    }, shown);
  await show(false);
  const measured = await measure();
  await show(true);
  return measured;
}

/** The listeners, in a process of their own. */
class Crowd {
  readonly #app: DesktopApp;
  readonly #phones = startRemote<ListenerCalls, object>(
    'listeners',
    new URL('listeners.ts', import.meta.url),
  );

  constructor(app: DesktopApp, defer: DesktopBenchOptions['defer']) {
    this.#app = app;
    defer(() => this.#phones.close());
  }

  /** Resolves once all of them hear. */
  async join(listeners: number): Promise<void> {
    const { engine } = await this.#app.page.evaluate(() => globalThis.mauzin.call('get-state', undefined));
    if (engine.link === null) throw new Error('the station has no link');
    const link = new URL(engine.link);
    const station = link.pathname.split('/').at(-1) ?? '';
    await this.#phones.call('join', { url: `ws://${link.host}/ws`, station, listeners });
    // What the listeners hear is counted anew each time.
    await this.#until(
      async () => (await this.#phones.call('hearing')) >= listeners,
      `not all of ${listeners} listeners heard something`,
    );
  }

  /** Resolves once the app knows of no listener. */
  async leave(): Promise<void> {
    await this.#phones.call('leave');
    const main = this.#app.page.locator('main');
    await this.#until(
      async () => (await main.getAttribute('data-hearing')) === '0',
      'listeners that left are still counted',
    );
  }

  async #until(holds: () => Promise<boolean>, complaint: string): Promise<void> {
    const deadlineMs = performance.now() + CHANGE_LIMIT_MS;
    while (!(await holds())) {
      if (performance.now() > deadlineMs) throw new Error(complaint);
      await delay(1_000);
    }
  }
}

/** W3C Long Tasks: only those of 50 ms and more are told, so 0 means that none took as long. */
function longestTask(page: Page, seconds: number): Promise<number> {
  return page.evaluate(async (watchMs) => {
    let longest = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    observer.observe({ type: 'longtask' });
    await new Promise((done) => {
      setTimeout(done, watchMs);
    });
    observer.disconnect();
    return longest;
  }, seconds * 1_000);
}

/** What one more listener costs the app, in each round: with them, less what it was before they came; percent of a core. */
export const perListener = (
  { alone, counted, heard }: Pick<DesktopMeasured, 'alone' | 'counted' | 'heard'>,
  listeners: number,
): readonly number[] =>
  heard.map((round, at) => {
    const before = alone[at];
    return before ? (sumOf(round, counted) - sumOf(before, counted)) / listeners : Number.NaN;
  });
