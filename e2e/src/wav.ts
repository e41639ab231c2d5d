import type { Sound } from './pcm.ts';

const HEADER_BYTES = 44;

/** One channel of 16-bit PCM as a WAV file. */
export function toWav({ samples, rateHz }: Sound): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * 2, 28); // bytes a second
  header.writeUInt16LE(2, 32); // bytes a frame
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}

/**
 * Reads a 16-bit PCM WAV file; of several channels the first. A stream's header may promise more than there is
 * (espeak-ng writes it before it knows the length): what is there is read.
 */
export function readWav(bytes: Buffer): Sound {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') throw new Error('Not a WAV file');
  let channels = 1;
  let rateHz = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') {
      const isPcm16 = bytes.readUInt16LE(body) === 1 && bytes.readUInt16LE(body + 14) === 16;
      if (!isPcm16) throw new Error('Not 16-bit PCM');
      channels = bytes.readUInt16LE(body + 2);
      rateHz = bytes.readUInt32LE(body + 4);
    }
    if (id === 'data') return { samples: firstChannel(bytes.subarray(body, body + size), channels), rateHz };
    at = body + size + (size & 1);
  }
  throw new Error('A WAV file without sound in it');
}

function firstChannel(bytes: Buffer, channels: number): Int16Array {
  const samples = new Int16Array(Math.floor(bytes.length / 2 / channels));
  for (let i = 0; i < samples.length; i += 1) samples[i] = bytes.readInt16LE(i * 2 * channels);
  return samples;
}
