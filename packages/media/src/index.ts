/** The door of packages/media: sound in, copies out. Runs in any Node process. */
export type {
  Frame,
  MediaParameters,
  OpusPacket,
  Outlet,
  SendResult,
  Source,
  SourceSink,
} from './fan-out/contracts.ts';
export { FanOut, type FanOutEvent, type FanOutOptions, type FanOutStats } from './fan-out/fan-out.ts';
export { systemClock } from './clock.ts';
export { MediaError, type MediaErrorReason } from './media-error.ts';
export { withCandidates } from './native/remote-candidates.ts';
export { sampleFile } from './sample-file.ts';
export { type OggOpusFileOptions, openOggOpusFile } from './sources/ogg-opus-file.ts';
export { IcePort, type IcePortOptions } from './ice/ice-port.ts';
export {
  WebRtcListener,
  type WebRtcListenerEvents,
  type WebRtcListenerOptions,
  type WebRtcListenerState,
  type WebRtcListenerStats,
} from './outlets/webrtc-listener.ts';
export { type ReceptionReport, ReceptionStats } from './sources/reception-stats.ts';
export { WebRtcSource, type WebRtcSourceOptions, type WebRtcSourceState } from './sources/webrtc-source.ts';
export { Broadcaster } from './broadcaster/broadcaster.ts';
export type {
  BroadcasterOptions,
  BroadcasterReceives,
  BroadcasterSends,
  PathOutcome,
  SignalPort,
} from './broadcaster/contracts.ts';
export {
  longestPauseMs,
  OggOpusRecorder,
  type OggOpusRecorderOptions,
  type Succeed,
} from './outlets/ogg-opus-recorder.ts';
export type { AppendFile } from './ogg/append-queue.ts';
export { WebmLive, type WebmLiveOptions, type WebmReaderOptions } from './outlets/webm-live.ts';
export { WebmStreams, type WebmStreamsOptions } from './outlets/webm-streams.ts';
export type { LiveReader, LiveSink } from './webm/live-reader.ts';
