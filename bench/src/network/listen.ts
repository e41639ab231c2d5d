import { setTimeout as delay } from 'node:timers/promises';
import { type Recording, rmsDbfs } from '@mauzin/e2e';
import type { Page } from 'playwright';

import { openStation, tapListen } from '../latency/station-page.ts';
import type { Ear } from './stage.ts';

export const LOUD_DBFS = -40;
const HEAR_LIMIT_MS = 15_000;

/** Opens a page and taps *Listen*; resolves once the page is heard. */
export async function listen({ chromium, speaker }: Ear, link: string, recording: Recording): Promise<Page> {
  const page = await chromium.context.newPage();
  await openStation(page, link);
  await tapListen(page);
  const untilMs = performance.now() + HEAR_LIMIT_MS;
  while (rmsDbfs(recording.latest(speaker.sink, 200)) < LOUD_DBFS) {
    if (performance.now() > untilMs) throw new Error(`${speaker.sink} heard nothing of ${link}`);
    await delay(50);
  }
  return page;
}
