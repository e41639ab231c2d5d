/** A second door, for processes that forward no sound themselves: nothing behind it loads native code. */
export type { OpusPacket, Source, SourceSink } from './fan-out/contracts.ts';
export { FanOut } from './fan-out/fan-out.ts';
export { freeUdpPort } from './ice/free-udp-port.ts';
export { MediaError } from './media-error.ts';
export { candidateKind, withCandidates } from './native/remote-candidates.ts';
export { WebmStreams, type WebmWish } from './outlets/webm-streams.ts';
export type { LiveReader, LiveSink } from './webm/live-reader.ts';
