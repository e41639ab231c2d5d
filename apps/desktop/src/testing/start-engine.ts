import { tmpdir } from 'node:os';

import { systemClock } from '@mauzin/media/clock';
import type { Rendition } from '@mauzin/shared';
import { expect } from 'vitest';

import { Engine } from '../engine/engine.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import { createEngineLogger } from '../engine/logger.ts';
import { NodeWindow } from './node-window.ts';

export interface EngineWithWindow {
  readonly engine: Engine;
  /** Opens a window; resolves when its mix flows. */
  readonly sendMix: () => Promise<NodeWindow>;
  /** Opens another window, that sends the saver; resolves when that flows. */
  readonly sendSaver: () => Promise<NodeWindow>;
  /** Ends the window; resolves once the engine has noticed. */
  readonly crashWindow: () => Promise<void>;
  /** Idempotent; resolves when nothing is left open. */
  readonly close: () => Promise<void>;
}

/** A real engine on the machine's clock, with a window that may come and go. On no network, if not told otherwise. */
export function startEngine(options: Partial<EngineOptions> = {}): EngineWithWindow {
  const windows: Record<Rendition, NodeWindow | null> = { normal: null, saver: null };
  /** Each window has its own, so that its packets can be told from those of the one before. */
  let ssrc = 6;
  const engine = new Engine({
    pagesDir: tmpdir(),
    clock: systemClock,
    wallMs: Date.now,
    random: Math.random,
    interfaces: () => ({}),
    readDefaultRoutes: () => Promise.resolve([]),
    logger: createEngineLogger('silent'),
    hasSaver: true,
    onState: () => undefined,
    onMixSignal: (signal) => windows[signal.rendition ?? 'normal']?.receive(signal),
    ...options,
  });
  const send = async (rendition: Rendition, mix: () => string): Promise<NodeWindow> => {
    windows[rendition]?.close();
    ssrc += 1;
    const window = new NodeWindow(ssrc, (signal) => engine.mixSignal(signal), rendition);
    windows[rendition] = window;
    await expect.poll(mix).toBe('flowing');
    return window;
  };
  return {
    engine,
    sendMix: () => send('normal', () => engine.state.mix),
    sendSaver: () => send('saver', () => engine.state.saver.mix),
    crashWindow: async () => {
      windows.normal?.close();
      await expect.poll(() => engine.state.mix, { timeout: 10_000 }).toBe('none');
    },
    close: async () => {
      for (const window of Object.values(windows)) window?.close();
      await engine.close();
    },
  };
}
