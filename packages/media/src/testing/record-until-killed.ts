/**
 * A process that records: `<sample> <file>`, until somebody ends it. Whenever something was written it says on standard output
 * how many packets it had been given when that writing began. Real everything: fan-out, clock, file.
 */
import { open } from 'node:fs/promises';

import { systemClock } from '../clock.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import { OggOpusRecorder } from '../outlets/ogg-opus-recorder.ts';
import { openOggOpusFile } from '../sources/ogg-opus-file.ts';

const [sample = '', path = ''] = process.argv.slice(2);
let given = 0;
const fanOut = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });
const recorder = new OggOpusRecorder({
  id: 'recording',
  clock: systemClock,
  tags: { title: 'test' },
  open: async () => {
    const file = await open(path, 'ax');
    return {
      append: async (bytes) => {
        const givenByNow = given;
        await file.appendFile(bytes);
        process.stdout.write(`${givenByNow}\n`);
      },
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
fanOut.addOutlet({
  id: 'counter',
  kind: 'tap',
  send: () => {
    given += 1;
    return 'consumed';
  },
  close: () => undefined,
});
fanOut.setSource(await openOggOpusFile({ path: sample, clock: systemClock, loop: true }));
