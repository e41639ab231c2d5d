import type { MixSignalFromRenderer, MixSignalToRenderer } from '@mauzin/desktop-contract';

/** The desktop's engine, without the desktop: signal service, broadcaster and fan-out in a process of their own. */
export type EngineCalls = {
  /** Opens the station and goes on the air; returns the listener link. */
  open(): Promise<string>;
  /** Takes a signal from the page that sends the mix. Answer and candidates come as events. */
  mixSignal(signal: MixSignalFromRenderer): void;
  /** Opus packets of the mix that have arrived so far. */
  packetsIn(): number;
};

export interface EngineEvents {
  mixSignal: MixSignalToRenderer;
}
