import type { ServiceStats } from '../observe/contracts.ts';

/** The figures of a service to which nobody has come. */
export const idleStats: ServiceStats = {
  connections: 0,
  stations: [],
  signalBytesOut: 0,
  httpBytesOut: 0,
  relay: [],
  draining: false,
};
