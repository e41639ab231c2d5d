import { writeFile } from 'node:fs/promises';
import { run, runForBytes } from './children.ts';
import type { Sound } from './sound.ts';
import { readWav, writeWav } from './wav.ts';

/** Decodes an Ogg Opus file with another program than ours, as far as it can be read; of two channels the left one. */
export async function decodeOpus(path: string): Promise<Sound> {
  return readWav(await runForBytes('opusdec', ['--quiet', '--rate', '48000', '--force-wav', path, '-']));
}
