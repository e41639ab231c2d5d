import { BufferSource, EncodedPacketSink, Input, WEBM } from 'mediabunny';

export interface WebmPacket {
  readonly payload: Buffer;
  readonly atMs: number;
}

/** What a player finds in these bytes: the packets of the one Opus track, by another reader than ours. */
export async function readWebm(bytes: Uint8Array): Promise<WebmPacket[]> {
  const input = new Input({ formats: [WEBM], source: new BufferSource(bytes) });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track?.codec !== 'opus') throw new Error('there is no Opus track');
    const packets: WebmPacket[] = [];
    for await (const { data, timestamp } of new EncodedPacketSink(track).packets()) {
      packets.push({ payload: Buffer.from(data), atMs: Math.round(timestamp * 1_000) });
    }
    return packets;
  } finally {
    input.dispose();
  }
}
