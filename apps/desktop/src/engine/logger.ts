import type { ServiceLogger } from '@mauzin/signal';
import { pino } from 'pino';

/** Logs to standard output, one line a lifecycle transition. Nobody hands it keys or session descriptions. */
export const createLogger = (level: 'info' | 'silent'): ServiceLogger =>
  pino({ name: 'mauzin', level, base: null });
