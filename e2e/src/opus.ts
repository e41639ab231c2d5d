import { rm, writeFile } from 'node:fs/promises';
import { run, runForBytes } from './children.ts';
import type { Sound } from './pcm.ts';
import { readWav, toWav } from './wav.ts';

/** Decodes an Ogg Opus file with another program than ours, as far as it can be read; of two channels the left one. */
export async function decodeOpus(path: string): Promise<Sound> {
  return readWav(await runForBytes('opusdec', ['--quiet', '--rate', '48000', '--force-wav', path, '-']));
}

/** Writes an Ogg Opus file in frames of 20 ms, by another program than ours. */
export async function encodeOpus(sound: Sound, path: string, bitrateKbps = 64): Promise<void> {
  const wav = `${path}.wav`;
  await writeFile(wav, toWav(sound));
  try {
    await run('opusenc', ['--quiet', '--bitrate', String(bitrateKbps), '--framesize', '20', wav, path]);
  } finally {
    await rm(wav, { force: true });
  }
}
