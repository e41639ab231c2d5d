/** The door of apps/signal: the signaling service as a library. */
export { hashAccessCode, type Stretch } from './access/access-code.ts';
export { generateBroadcasterKey, hashBroadcasterKey } from './access/broadcaster-key.ts';
export type { ServiceClock } from './clock.ts';
export { SignalServiceError, type SignalServiceErrorReason } from './errors.ts';
export type { StationStatus } from './edge/app.ts';
export { createIceServers, type IceOptions, type TurnOptions } from './ice/ice-servers.ts';
export { defaultLimits, type ServiceLimits } from './limits.ts';
export { LineMeter } from './line-meter.ts';
export type { LiveStreams, LiveWish } from './live-streams.ts';
export type { SignalServiceOptions } from './options.ts';
export { type Address, createSignalService, type SignalService } from './service.ts';
export type { ServiceLogger } from './service-logger.ts';
export type { StationConfig, StationDirectory, StationSettings } from './store/stations/contracts.ts';
