import type { ServiceLogger } from '../service-logger.ts';

/**
 * What nobody has caught leaves the process in a state that nobody knows: it is logged (and reported with that), what is under
 * way is let out, and the process ends with code 1, for whoever runs it to start it anew.
 * @param flush resolves within moments
 * @returns how to undo it
 */
export function endOnUncaught(logger: ServiceLogger, flush: () => Promise<void>): () => void {
  let ending = false;
  const end = (error: unknown): void => {
    const err = error instanceof Error ? error : new Error(String(error));
    logger.error({ err }, 'uncaught error');
    if (ending) return;
    ending = true;
    void exitAfter(flush);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  return () => {
    process.off('uncaughtException', end);
    process.off('unhandledRejection', end);
  };
}

async function exitAfter(flush: () => Promise<void>): Promise<void> {
  try {
    await flush();
  } finally {
    process.exit(1);
  }
}
