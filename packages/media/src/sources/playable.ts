import type { OggOpusPacket } from '../ogg/ogg-opus-reader.ts';
import type { OpusHead } from '../ogg/opus-head.ts';
import { MediaError } from '../media-error.ts';
import { mostSentPacketBytes } from '../rtp/red.ts';
import { samplesPerMs } from '../rtp/opus-toc.ts';

/** Whether the packets of a stream with this head mean the same without it. */
export const isPlayable = (head: OpusHead | null): boolean =>
  head !== null && head.isPlain && head.gainDb === 0;

/** Whether every network carries the packet. */
export const isSendable = (packet: OggOpusPacket): boolean => packet.payload.length <= mostSentPacketBytes;

/** Why a part of a file cannot be played by copying its packets, as what the person can do about it. */
export function whyNotPlayable(head: OpusHead | null, path: string): MediaError | null {
  if (head === null) {
    return new MediaError(
      'file-not-opus',
      `${path} holds no sound in Opus, or not throughout. Mauzin plays Ogg/Opus only. ${mend(path)}`,
    );
  }
  if (!head.isPlain) {
    return new MediaError(
      'file-channels',
      `${path} has ${channelsOf(head)}, and listeners hear two at most. ${mend(path, '-ac 2')}`,
    );
  }
  if (head.gainDb !== 0) {
    const gain = `${head.gainDb > 0 ? '+' : '−'}${Math.abs(head.gainDb).toFixed(1)} dB`;
    return new MediaError(
      'file-gain',
      `${path} wants its level changed by ${gain} while it is played, which phones are not told. ${mend(path)}`,
    );
  }
  return null;
}

const channelsOf = ({ channels, mappingFamily }: OpusHead): string =>
  channels > 2 ? `${channels} channels` : `channels in an order of its own (mapping family ${mappingFamily})`;

/** @param longest the longest packet of the file */
export function whyNotSendable(longest: OggOpusPacket, path: string): MediaError {
  const rate = (ms: number): string => `${Math.floor((mostSentPacketBytes * 8) / ms)} kbit/s`;
  const ownMs = longest.durationSamples / samplesPerMs;
  const own = ownMs === usualMs ? '' : ` (in its own of ${ownMs} ms up to ${rate(ownMs)})`;
  return new MediaError(
    'file-packets',
    `${path} has packets of up to ${longest.payload.length} bytes, and networks carry ${mostSentPacketBytes}: ` +
      `in packets of ${usualMs} ms up to ${rate(usualMs)} works${own}. ${mend(path, '-b:a 192k -vbr off -frame_duration 20')}`,
  );
}

/** The length that encoders give packets unless they are told, ms. */
const usualMs = 20;

/** The line that makes a file that can be played of one that cannot. */
export function mend(path: string, options = '-b:a 96k'): string {
  // A name that begins with a dash is no option.
  const from = path.startsWith('-') ? `./${path}` : path;
  const made = `${from.replace(/\.[^./\\]+$/, '')} for Mauzin.opus`;
  const line = `ffmpeg -i ${quoted(from)} -c:a libopus ${options} ${quoted(made)}`;
  return `This makes one that can be played:\n  ${line}`;
}

/** As a shell takes it: what is within means itself. */
const quoted = (path: string): string =>
  process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", String.raw`'\''`)}'`;
