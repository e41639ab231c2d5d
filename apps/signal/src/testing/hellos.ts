import { protocolVersion } from '@mauzin/shared';

import { generateBroadcasterKey } from '../access/broadcaster-key.ts';

/** The broadcaster's, of all stations in tests. */
export const key = generateBroadcasterKey();

export const listenerHello = {
  type: 'hello',
  role: 'listener',
  version: protocolVersion,
  station: 'noor',
  listening: true,
  connection: null,
} as const;
export const broadcasterHello = {
  type: 'hello',
  role: 'broadcaster',
  version: protocolVersion,
  station: 'noor',
  key,
  takeOver: false,
  onAirMs: null,
} as const;
