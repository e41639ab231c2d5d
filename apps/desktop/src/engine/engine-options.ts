import type { EngineState, MixSignalToRenderer, SentinelSignalToRenderer } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';
import type { ServiceLogger } from '@mauzin/signal';

import type { Interfaces } from './network/lan-address.ts';

/** What the engine is given by whoever runs it: the window's program, or the broadcaster without a window. */
export interface EngineOptions {
  /** The built listener page. */
  readonly pagesDir: string;
  readonly clock: ClockPort;
  /** Epoch ms. */
  readonly wallMs: () => number;
  /** 0..1 */
  readonly random: () => number;
  readonly interfaces: () => Interfaces;
  /** Which network adapters hold a default route, the preferred one first, by name or address. Never rejects. */
  readonly readDefaultRoutes: () => Promise<readonly string[]>;
  readonly logger: ServiceLogger;
  /** Whether the source can encode a saver too while it is asked to. The window can; a file has been encoded once and for all. */
  readonly hasSaver: boolean;
  readonly onState: (state: EngineState) => void;
  /** What the fan-out says to the window's offer. */
  readonly onMixSignal: (signal: MixSignalToRenderer) => void;
  /** What the sentinel's ears in the window are told. Without it nobody listens there. */
  readonly onSentinelSignal?: (signal: SentinelSignalToRenderer) => void;
  /** A source came to its end by itself. */
  readonly onSourceEnded?: (error: Error | null) => void;
}
