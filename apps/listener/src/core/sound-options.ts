import type { ClockPort, IceServer, Rendition, Roles } from '@mauzin/shared';

import type { CreatePeer } from './ports.ts';

/** Whether asking for a connection makes sense: the station is live, it is off, or nobody can tell now. */
export type Outlook = 'live' | 'off' | 'unknown';

export interface SoundOptions<TStream> {
  readonly createPeer: CreatePeer<TStream>;
  readonly clock: ClockPort;
  readonly random: () => number;
  readonly iceServers: () => readonly IceServer[];
  /** The rendition that is wanted. */
  readonly rendition: () => Rendition;
  readonly outlook: () => Outlook;
  readonly send: (message: Roles['listener']['sends']) => void;
  readonly onChange: () => void;
  /** So many bytes more have come. */
  readonly onBytes: (bytes: number) => void;
  readonly onError: (error: unknown) => void;
}
