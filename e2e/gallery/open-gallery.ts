import { join } from 'node:path';

import type { DesktopState, EventName, EventPayloads, Language } from '@mauzin/shared';
import type { Page } from 'playwright';
import { build, preview } from 'vite';

import { makeTemporaryDir, openChromium, removeTemporaryDir } from '../src/index.ts';
import type { Scene } from './scene.ts';
import { type ScriptedWindow, scriptPage } from './scripted-page.ts';

const renderer = join(import.meta.dirname, '..', '..', 'apps', 'desktop', 'src', 'renderer');

export interface Look {
  readonly language: Language;
  readonly colorScheme: 'light' | 'dark';
}

/** The window's sizes: as it opens, and the smallest it may get. */
export const sizes = [
  { width: 960, height: 640 },
  { width: 720, height: 480 },
] as const;

export interface Gallery {
  /** Shows a scene in a page of its own, as it opens. Close the page afterwards. */
  show(scene: Scene, look: Look): Promise<Page>;
  close(): Promise<void>;
}

/** The desktop's window in a plain browser, with a main and inputs that are scripted. */
export async function openGallery(): Promise<Gallery> {
  const outDir = await makeTemporaryDir('gallery');
  await build({ configFile: false, root: renderer, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const server = await preview({
    configFile: false,
    root: renderer,
    logLevel: 'warn',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const url = server.resolvedUrls?.local[0] ?? '';
  const chromium = await openChromium({ viewport: sizes[0], autoplay: 'always' });
  return {
    async show(scene, { colorScheme, language }) {
      const page = await chromium.context.newPage();
      try {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(sizes[0]);
        const { answers = {}, devices, state } = scene;
        await page.addInitScript(scriptPage, { answers, devices, state: { ...state, language } });
        await page.goto(url);
        await page.locator('main[data-state]').waitFor();
        await scene.act?.(page, language);
        return page;
      } catch (error) {
        await page.close();
        throw error;
      }
    },
    async close() {
      await chromium.close();
      await server.close();
      await removeTemporaryDir(outDir);
    },
  };
}

/** Tells the page what main would. */
export const tell = <N extends EventName>(page: Page, name: N, payload: EventPayloads[N]): Promise<void> =>
  page.evaluate(
    ([toName, toPayload]) =>
      (globalThis as unknown as ScriptedWindow).gallery.tell(toName as 'state', toPayload as DesktopState),
    [name, payload] as const,
  );

const byItself: ReadonlySet<string> = new Set([
  'get-state',
  'report-sound',
  'report-sentinel',
  'send-mix-signal',
  'send-sentinel-signal',
]);

/** What the page asked of main, in order, without what it asks by itself. */
export async function callsOf(page: Page): Promise<{ name: string; argument: unknown }[]> {
  const calls = await page.evaluate(() => (globalThis as unknown as ScriptedWindow).gallery.calls);
  return calls.filter(({ name }) => !byItself.has(name));
}
