import { redPayloadBytes, withinRedLimits, writeRedPayload } from '../rtp/red.ts';
import { rtpHeaderBytes, writeRtpHeader } from '../rtp/rtp-packet.ts';
import type { Frame, MediaParameters } from './contracts.ts';
import { signed32 } from './renumber.ts';

export interface FrameNumbers {
  readonly sequence: number;
  readonly timestamp: number;
  readonly durationSamples: number;
  readonly marker: boolean;
}

/** Builds both RTP packets of one Opus packet. `earlier` is the frame sent before it, or null. */
export function buildFrame(
  payload: Uint8Array,
  numbers: FrameNumbers,
  media: MediaParameters,
  earlier: Frame | null,
): Frame {
  const { sequence, timestamp, durationSamples, marker } = numbers;
  const header = { marker, sequence, timestamp, ssrc: media.ssrc };

  const rtp = Buffer.allocUnsafe(rtpHeaderBytes + payload.length);
  writeRtpHeader(rtp, { ...header, payloadType: media.opusPayloadType });
  rtp.set(payload, rtpHeaderBytes);

  const blocks = withinRedLimits({
    payloadType: media.opusPayloadType,
    primary: payload,
    redundant: earlier && {
      payload: earlier.payload,
      offset: signed32(timestamp - earlier.timestamp),
    },
  });
  const redRtp = Buffer.allocUnsafe(rtpHeaderBytes + redPayloadBytes(blocks));
  writeRtpHeader(redRtp, { ...header, payloadType: media.redPayloadType });
  writeRedPayload(redRtp, rtpHeaderBytes, blocks);

  return { payload, sequence, timestamp, durationSamples, rtp, redRtp };
}
