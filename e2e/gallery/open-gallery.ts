import { access } from 'node:fs/promises';
import { join } from 'node:path';

import type { DesktopState, EventName, EventPayloads } from '@mauzin/desktop-contract';
import type { Language } from '@mauzin/shared';
import type { Page } from 'playwright';
import { preview } from 'vite';

import { openChromium } from '../src/index.ts';
import type { Scene } from './scene.ts';
import { type ScriptedWindow, scriptPage } from './scripted-page.ts';

const desktop = join(import.meta.dirname, '..', '..', 'apps', 'desktop');
const built = join(desktop, 'out', 'renderer');

export interface Look {
  readonly language: Language;
  readonly colorScheme: 'light' | 'dark';
}

/** The window's sizes: as it opens, and the smallest it may get. */
export const sizes = [
  { width: 960, height: 640 },
  { width: 720, height: 480 },
] as const;

export type Size = (typeof sizes)[number];

export interface Gallery {
  /** Shows a scene as it opens, in the place of the one before. */
  show(scene: Scene, look: Look): Promise<Page>;
  /** Turns what is shown to another look: the language as main tells of it, the rest as the system does. */
  turn(look: Look & { readonly size: Size }): Promise<void>;
  close(): Promise<void>;
}

/** The built window of the desktop in a plain browser, with a main and inputs that are scripted. */
export async function openGallery(): Promise<Gallery> {
  await access(join(built, 'index.html')).catch(() => {
    throw new Error(`There is no window in ${built}: run "pnpm build" first`);
  });
  const server = await preview({
    configFile: false,
    root: desktop,
    logLevel: 'warn',
    build: { outDir: built },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const url = server.resolvedUrls?.local[0] ?? '';
  const chromium = await openChromium({ viewport: sizes[0], autoplay: 'always' });
  let shown: Shown | null = null;
  return {
    async show(scene, look) {
      const before = shown;
      shown = null;
      const page = (await cleared(before)) ?? (await chromium.context.newPage());
      const { answers = {}, devices, state } = scene;
      const script = await page.addInitScript(scriptPage, {
        answers,
        devices,
        state: { ...state, language: look.language },
      });
      shown = { page, script, scene };
      await turnTo(page, look.colorScheme, sizes[0]);
      await page.goto(url);
      await page.locator('main[data-state]').waitFor();
      await scene.act?.(page, look.language);
      return page;
    },
    async turn({ colorScheme, language, size }) {
      if (!shown) throw new Error('Nothing is shown');
      const { page, scene } = shown;
      await turnTo(page, colorScheme, size);
      await page.evaluate(async (spoken) => {
        const { gallery, mauzin } = globalThis as unknown as ScriptedWindow;
        const state = await mauzin.call('get-state', undefined);
        if (state.language !== spoken) gallery.tell('state', { ...state, language: spoken });
      }, language);
      await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
      await scene.turned?.(page, language);
    },
    async close() {
      await chromium.close();
      await server.close();
    },
  };
}

interface Shown {
  readonly page: Page;
  readonly script: { dispose(): Promise<void> };
  readonly scene: Scene;
}

/** The page of the scene before, for another one: opening a new one costs as much again. Null when it is of no use any more. */
async function cleared(shown: Shown | null): Promise<Page | null> {
  if (!shown || shown.page.isClosed()) return null;
  const { page, scene, script } = shown;
  if (scene.ownsClock) {
    await page.close();
    return null;
  }
  await script.dispose();
  await page.unrouteAll();
  // A pointer that rests on something would colour it.
  await page.mouse.move(0, 0);
  return page;
}

async function turnTo(page: Page, colorScheme: Look['colorScheme'], size: Size): Promise<void> {
  await page.emulateMedia({ colorScheme });
  const { height, width } = page.viewportSize() ?? { width: 0, height: 0 };
  if (width !== size.width || height !== size.height) await page.setViewportSize(size);
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
  'prepare-capture',
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
