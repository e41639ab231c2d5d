import { protocolVersion } from '../protocol/index.ts';
import type { Welcome } from '../signal-client/index.ts';

const welcome: Omit<
  Welcome<'listener'> & Welcome<'broadcaster'>,
  'peer' | 'listeners' | 'onAirMs' | 'listening'
> = {
  type: 'welcome',
  version: protocolVersion,
  resume: 'token-of-sixteen-or-more',
  station: { slug: 'noor', name: 'Noor', language: 'ar' },
  iceServers: [],
  pingEveryMs: 5_000,
};

/** What the service says to a page whose station is off the air. */
export const listenerWelcome: Welcome<'listener'> = {
  ...welcome,
  peer: 'listener-1',
  listeners: 1,
  onAirMs: null,
};

/** What it says to a broadcaster that has no listeners. */
export const broadcasterWelcome: Welcome<'broadcaster'> = {
  ...welcome,
  peer: 'desktop-1',
  listeners: 0,
  listening: [],
};
