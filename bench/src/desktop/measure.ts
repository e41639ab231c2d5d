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

import { cpuMsBetween, familyCpuMs, pssKbOf, rssKbOf } from '../proc.ts';
import { startRemote } from '../remote.ts';
import type { ListenerCalls } from './listeners.ts';

export interface DesktopBenchOptions {
  readonly listeners: number;
  readonly seconds: number;
  readonly uiSeconds: number;
  readonly progress: (text: string) => void;
  readonly defer: (close: () => unknown) => void;
}

export interface DesktopFigures {
  readonly cpuPercentLive: number;
  readonly cpuPercentLive50: number;
  readonly rssMbLive50: number;
  readonly pssMbLive50: number;
  readonly longestTaskMs: number;
}

const SETTLE_MS = 5_000;
const JOIN_LIMIT_MS = 30_000;
const BYTES_PER_KB = 1024;

/**
 * The whole app on the air: window, mixer, encoder, engine, service, with one source that speaks. All of its processes are counted,
 * and with them what stands in for Electron: Chromium's own are the same, its steering comes on top.
 */
export async function measureDesktop(options: DesktopBenchOptions): Promise<DesktopFigures> {
  const { defer, listeners, progress, seconds, uiSeconds } = options;
  const app = await openBroadcast(defer);
  progress(`the app runs on: ${app.runsOn}`);
  await delay(SETTLE_MS);
  const cpuPercentLive = await cpuPercent(app.pid, seconds);
  await join(app, listeners, defer);
  await delay(SETTLE_MS);
  const cpuPercentLive50 = await cpuPercent(app.pid, seconds);
  const rssMbLive50 = await megabytes(app.pid, rssKbOf);
  const pssMbLive50 = await megabytes(app.pid, pssKbOf);
  progress(`watching the window for ${uiSeconds} s`);
  const longestTaskMs = await longestTask(app.page, uiSeconds);
  return { cpuPercentLive, cpuPercentLive50, rssMbLive50, pssMbLive50, longestTaskMs };
}

async function openBroadcast(defer: DesktopBenchOptions['defer']): Promise<DesktopApp> {
  if (electronPath() === null) await buildStandIn();
  const pulse = await startPulse();
  defer(() => pulse.stop());
  const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
  const playing = await play(pulse, mixer.sink, await speech(), { repeat: true });
  defer(() => playing.stop());
  const app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
  defer(() => app.close());
  await app.page.getByRole('button', { name: 'Go live' }).click();
  await app.page.locator('main[data-air="live"]').waitFor();
  return app;
}

async function join(app: DesktopApp, listeners: number, defer: DesktopBenchOptions['defer']): Promise<void> {
  const phones = startRemote<ListenerCalls, object>('listeners', new URL('listeners.ts', import.meta.url));
  defer(() => phones.close());
  const { engine } = await app.page.evaluate(() => globalThis.mauzin.call('get-state', undefined));
  if (engine.link === null) throw new Error('the station has no link');
  const link = new URL(engine.link);
  const station = link.pathname.split('/').at(-1) ?? '';
  await phones.call('join', { url: `ws://${link.host}/ws`, station, listeners });
  const deadlineMs = performance.now() + JOIN_LIMIT_MS;
  while ((await phones.call('hearing')) < listeners) {
    if (performance.now() > deadlineMs) throw new Error(`not all of ${listeners} listeners heard something`);
    await delay(1_000); // what they hear is counted anew each time
  }
}

async function cpuPercent(pid: number, seconds: number): Promise<number> {
  const startMs = performance.now();
  const before = await familyCpuMs(pid);
  await delay(seconds * 1_000);
  const after = await familyCpuMs(pid);
  return (cpuMsBetween(before, after) / (performance.now() - startMs)) * 100;
}

async function megabytes(pid: number, kbOf: (pid: number) => Promise<number>): Promise<number> {
  const pids = [...(await familyCpuMs(pid)).keys()];
  const sizes = await Promise.all(pids.map((each) => kbOf(each).catch(() => 0)));
  return (sizes.reduce((sum, kb) => sum + kb, 0) * BYTES_PER_KB) / 1e6;
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
