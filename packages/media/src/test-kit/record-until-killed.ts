/**
 * A process that records: `<sample> <file>`. Says on standard output how many packets it was given so far, until somebody ends
 * it. Real everything: fan-out, clock, file.
 */
import { open } from 'node:fs/promises';

import { systemClock } from '../clock.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import { OggOpusRecorder } from '../outlets/ogg-opus-recorder.ts';
import { openOggOpusFile } from '../sources/ogg-opus-file.ts';

const [sample = '', path = ''] = process.argv.slice(2);
const fanOut = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });
const recorder = new OggOpusRecorder({
  id: 'recording',
  clock: systemClock,
  tags: { title: 'test' },
  open: async () => {
    const file = await open(path, 'ax');
    return {
      append: (bytes) => file.appendFile(bytes),
      sync: () => file.datasync(),
      close: () => file.close(),
    };
  },
  onFailed: (error) => {
    throw error;
  },
  onBroken: () => undefined,
});
fanOut.addOutlet(recorder);
let given = 0;
fanOut.addOutlet({
  id: 'counter',
  send: () => {
    given += 1;
    process.stdout.write(`${given}\n`);
    return 1;
  },
  close: () => undefined,
});
fanOut.setSource(await openOggOpusFile({ path: sample, clock: systemClock, loop: true }));
