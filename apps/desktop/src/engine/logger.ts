import type { ServiceLogger } from '@mauzin/signal';
import { destination, pino } from 'pino';

/**
 * Logs to standard output, one line a lifecycle transition. Nobody hands it keys or session descriptions. Written behind the
 * back of the event loop: when whoever reads is busy, the sound must not wait for a line to be read.
 */
export const createEngineLogger = (level: 'info' | 'silent'): ServiceLogger =>
  pino({ name: 'mauzin', level, base: null }, destination({ dest: 1, sync: false }));
