import { recordingNameSchema } from '@mauzin/desktop-contract';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { recordedAtMs, recordingName } from './recording-name.ts';

const at = new Date(2026, 2, 9, 5, 7, 3);
const when = '2026-03-09 05.07.03.opus';

test.each([
  ['Noor', `Noor ${when}`],
  ['مسجد النور', `مسجد النور ${when}`],
  ['جامع مسجدِ نور', `جامع مسجدِ نور ${when}`],
  ['می‌خواهم', `می‌خواهم ${when}`],
  ['a/b\\c:d*e?f"g<h>i|j', `a-b-c-d-e-f-g-h-i-j ${when}`],
  ['../../etc/passwd', `-..-etc-passwd ${when}`],
  ['  .hidden  name\n', `hidden name ${when}`],
  ['CON', `CON ${when}`],
  ['\u202eabc\u0007', `abc ${when}`],
  ['\u0000', `Mauzin ${when}`],
  ['...', `Mauzin ${when}`],
  ['🕌 \ud800', `🕌 ${when}`],
])('a station named %j gives %j', (station, name) => {
  expect(recordingName(station, at)).toBe(name);
});

test.each(['م'.repeat(80), '🕌'.repeat(40), 'a'.repeat(80), 'é'.repeat(80), 'a b '.repeat(20)])(
  'no name is too long for a file system, nor unreadable to us: %s',
  (station) => {
    const name = recordingName(station, at, 99);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(160);
    expect(v.parse(recordingNameSchema, name)).toBe(name);
    expect(recordedAtMs(name)).toBe(at.getTime());
    expect(name).not.toMatch(/\p{Cs}/u);
  },
);

test('a second file of the same second has a number', () => {
  expect(recordingName('Noor', at, 2)).toBe('Noor 2026-03-09 05.07.03 (2).opus');
});

describe('only what we named is ours', () => {
  test.each([
    'song.opus',
    'Noor 2026-03-09.opus',
    'Noor 2026-03-09 05.07.03.ogg',
    'Noor 2026-02-31 05.07.03.opus',
    'Noor 2026-13-01 05.07.03.opus',
    ' 2026-03-09 05.07.03.opus',
    '.Noor 2026-03-09 05.07.03.opus',
    'Noor 2026-03-09 05.07.03 (copy).opus',
    'Noor 2026-03-09 05.07.03.opus.part',
  ])('%s is not', (name) => {
    expect(recordedAtMs(name)).toBeNull();
  });
});
