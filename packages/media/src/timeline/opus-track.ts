import { opusClockHz } from '../rtp/opus-toc.ts';

/**
 * What a muxer is told with its first packet (RFC 7845 §5.1). Two channels, whatever the packets have: a decoder with two
 * plays both kinds, and changes between them.
 * @param preSkipSamples what a player leaves out at the start
 */
export function opusTrack(preSkipSamples: number) {
  const description = Buffer.alloc(19);
  description.write('OpusHead', 'latin1');
  description.writeUInt8(1, 8);
  description.writeUInt8(2, 9);
  description.writeUInt16LE(preSkipSamples, 10);
  description.writeUInt32LE(opusClockHz, 12);
  return { decoderConfig: { codec: 'opus', numberOfChannels: 2, sampleRate: opusClockHz, description } };
}
