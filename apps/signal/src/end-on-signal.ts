import type { ServiceLogger } from './service-logger.ts';

/** What of a process tells it to end. Node's `process` fits. */
export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT', told: () => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', told: () => void): unknown;
  exit(code: number): void;
}

export interface EndOnSignalOptions {
  readonly source: SignalSource;
  readonly close: () => Promise<void>;
  readonly logger: ServiceLogger;
  /** How long closing may take before the process ends all the same, ms. Hosts kill at ten seconds or so. */
  readonly hardStopMs?: number;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Waits until the process is told to end, and closes. A second signal ends it at once, and so does closing that takes too long.
 * @returns the exit code
 */
export async function endOnSignal(options: EndOnSignalOptions): Promise<number> {
  const { close, hardStopMs = 9_000, logger, source } = options;
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  for (const signal of signals) source.on(signal, tell);
  await told;
  for (const signal of signals) source.off(signal, tell);

  const stop = (why: string): void => {
    logger.warn({ why }, 'ended the hard way');
    source.exit(1);
  };
  const again = (): void => stop('a second signal');
  for (const signal of signals) source.on(signal, again);
  const timer = setTimeout(() => stop('closing took too long'), hardStopMs);
  try {
    await close();
    return 0;
  } finally {
    clearTimeout(timer);
    for (const signal of signals) source.off(signal, again);
  }
}
