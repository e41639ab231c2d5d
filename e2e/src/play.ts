import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from './children.ts';
import type { Pulse } from './pulse.ts';
import { type Side, sideMap } from './side.ts';
import type { Sound } from './pcm.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';

export interface Playing {
  /** Resolves when the sound has been played to its end, or stopped. */
  readonly done: Promise<void>;
  /** Falls silent at once. Harmless when repeated. */
  stop(): Promise<void>;
}

/** Reads its standard input from the file named first, over and over. */
const REPEAT = 'file=$0; while cat "$file"; do :; done';

/**
 * Plays a sound into a sink and resolves once it is heard there. The players read from a file, so a busy event
 * loop on this side makes no gap. With `repeat` it goes on, without a seam, until it is stopped.
 */
export async function play(
  pulse: Pulse,
  sink: string,
  sound: Sound,
  options: { readonly repeat?: boolean; /** Only one side; default: both. */ readonly side?: Side } = {},
): Promise<Playing> {
  const dir = await makeTemporaryDir('play');
  const file = join(dir, 'sound.raw');
  const { samples, rateHz } = sound;
  await writeFile(file, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  const env = { ...process.env, ...pulse.env, LC_ALL: 'C' };
  const repeater = options.repeat
    ? startChild('sh', ['-c', REPEAT, file], { stdio: ['ignore', 'pipe', 'pipe'], env })
    : undefined;
  const input = await open(file, 'r');
  const player = startChild(
    'pacat',
    [
      '--playback',
      '--raw',
      '-v',
      '-d',
      sink,
      `--rate=${rateHz}`,
      '--channels=1',
      ...sideMap(options.side),
      '--format=s16le',
      '--latency-msec=50',
    ],
    { env, stdio: [repeater?.process.stdout ?? input.fd, 'ignore', 'pipe'] },
  );
  repeater?.process.stdout?.destroy(); // the player has its own end of the pipe now
  await input.close();
  let stopped = false;
  const finish = async (): Promise<void> => {
    const code = await player.exited;
    await repeater?.stop();
    await removeTemporaryDir(dir);
    if (code !== 0 && !stopped) throw new Error(`Playing into ${sink} failed: ${player.errors().trim()}`);
  };
  const end = finish();
  end.catch(() => undefined); // told to whoever awaits `done` or `stop()`
  await Promise.race([started(player), end]);
  return {
    done: end,
    async stop() {
      stopped = true;
      await player.stop();
      await end;
    },
  };
}

function started(player: ReturnType<typeof startChild>): Promise<void> {
  return new Promise((done) => {
    const look = (): void => {
      if (!/Stream started/.test(player.errors())) return;
      player.process.stderr?.off('data', look);
      done();
    };
    player.process.stderr?.on('data', look);
  });
}
