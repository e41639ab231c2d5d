import { createHash, createHmac } from 'node:crypto';

import type { Station } from '@mauzin/shared';
import {
  createSignalService,
  generateBroadcasterKey,
  hashAccessCode,
  hashBroadcasterKey,
  type LiveStreams,
  type ServiceLogger,
  type SignalService,
  SignalServiceError,
} from '@mauzin/signal';

export interface InsideServiceOptions {
  readonly station: Station;
  /** From `generateBroadcasterKey`. */
  readonly key: string;
  /** Whoever wants to listen is asked for this code; null: nobody is asked. */
  readonly accessCode: string | null;
  /** The port that the person wants. */
  readonly port: number;
  /** The built listener page. */
  readonly pagesDir: string;
  readonly liveStreams: LiveStreams;
  readonly logger: ServiceLogger;
}

export interface InsideService {
  readonly service: SignalService;
  /** The port that the service got. */
  readonly port: number;
}

/** As many as the desktop's own streams take: so one address never has more than are still free of those. */
const limits = { maxStreams: 600 };
/** How many ports after the wanted one are tried before any free one is taken. */
const neighbours = 9;
const highestPort = 65_535;

/** The ports to try, best first; 0 means any. Pure. */
export function portsToTry(wanted: number): readonly number[] {
  if (wanted === 0) return [0];
  const near = Array.from({ length: neighbours + 1 }, (_, step) => wanted + step);
  return [...near.filter((port) => port <= highestPort), 0];
}

/**
 * Starts the signal service on the wanted port, or the next free one.
 * @throws SignalServiceError when it cannot listen at all
 */
export async function startInsideService(options: InsideServiceOptions): Promise<InsideService> {
  const { accessCode, key, liveStreams, logger, pagesDir, station } = options;
  const codeHash =
    accessCode === null ? {} : { accessCodeHash: await hashAccessCode(accessCode, saltOf(key)) };
  const keys = { keyHashes: [hashBroadcasterKey(key)], earKeyHash: hashBroadcasterKey(earKeyOf(key)) };
  const stations = [{ ...station, ...keys, ...codeHash }];
  let refused: unknown = null;
  for (const port of portsToTry(options.port)) {
    const service = createSignalService({ stations, port, pagesDir, liveStreams, limits, logger });
    try {
      return { service, port: (await service.listen()).port };
    } catch (error) {
      await service.close();
      if (!isOccupied(error)) throw error;
      refused = error;
    }
  }
  throw refused;
}

/**
 * The key by which this machine's own ears listen. It lets nobody broadcast, and nobody finds the other key by it: the ears call an
 * address of the network, which may have become another machine's.
 */
export const earKeyOf = (key: string): string =>
  generateBroadcasterKey((bytes) =>
    createHmac('sha256', key).update('mauzin ears').digest().subarray(0, bytes),
  );

/** The same after each start, so that phones which were let in are known again; secret, as the key is. */
const saltOf = (key: string): Uint8Array =>
  createHash('sha256').update(`mauzin access code ${key}`).digest().subarray(0, 16);

const isOccupied = (error: unknown): boolean =>
  error instanceof SignalServiceError && (error.reason === 'port-taken' || error.reason === 'port-forbidden');
