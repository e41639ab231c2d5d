import { tmpdir } from 'node:os';

import { expect, vi } from 'vitest';

import { Engine, type EngineOptions } from '../engine/engine.ts';
import { createLogger } from '../engine/logger.ts';
import { systemClock } from '../engine/system-clock.ts';
import { NodeWindow } from './node-window.ts';

/** As the real window: a connection that brought nothing for so long is given up for another, ms. */
const arrivalTimeoutMs = 4_000;

export interface EngineWithWindow {
  readonly engine: Engine;
  /** Opens a window, and another where the connection of one came to nothing, until its mix flows. */
  readonly sendMix: () => Promise<NodeWindow>;
  /** Ends the window; resolves once the engine has noticed. */
  readonly crashWindow: () => Promise<void>;
  /** Idempotent; resolves when nothing is left open. */
  readonly close: () => Promise<void>;
}

/** A real engine on the machine's clock, with a window that may come and go. On no network, if not told otherwise. */
export function startEngine(options: Partial<EngineOptions> = {}): EngineWithWindow {
  let window: NodeWindow | null = null;
  /** Each window has its own, so that its packets can be told from those of the one before. */
  let ssrc = 6;
  const engine = new Engine({
    pagesDir: tmpdir(),
    clock: systemClock,
    wallMs: Date.now,
    random: Math.random,
    interfaces: () => ({}),
    logger: createLogger('silent'),
    onState: () => undefined,
    onMixSignal: (signal) => window?.receive(signal),
    ...options,
  });
  const flows = (): boolean => engine.state.mix === 'flowing';
  return {
    engine,
    sendMix: async () => {
      for (;;) {
        window?.close();
        ssrc += 1;
        window = new NodeWindow(ssrc, (signal) => engine.mixSignal(signal));
        const wait = { timeout: arrivalTimeoutMs };
        if (await vi.waitUntil(flows, wait).catch(() => false)) return window;
      }
    },
    crashWindow: async () => {
      window?.close();
      await expect.poll(() => engine.state.mix, { timeout: 10_000 }).toBe('none');
    },
    close: async () => {
      window?.close();
      await engine.close();
    },
  };
}
