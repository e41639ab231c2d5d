import { expect, it } from 'vitest';

import { parseCommandLine } from './command-line.ts';

const parse = (line: readonly string[]) => parseCommandLine(['station', ...line]);

it.each([
  [['list'], { name: 'list' }],
  [['show', 'noor'], { name: 'show', slug: 'noor' }],
  [
    ['add', 'noor', '--name', 'Masjid an-Noor', '--language', 'ar', '--language', 'en'],
    { name: 'add', station: { slug: 'noor', name: 'Masjid an-Noor', languages: ['ar', 'en'] } },
  ],
  [
    ['change', 'noor', '--place', 'Hamburg', '--time-zone', 'Europe/Berlin', '--max-listeners', '300'],
    {
      name: 'change',
      slug: 'noor',
      change: { place: 'Hamburg', timeZone: 'Europe/Berlin', settings: { maxListeners: 300 } },
    },
  ],
  [
    ['change', 'noor', '--relay', 'off', '--listed', 'no', '--direct-capacity', '0'],
    {
      name: 'change',
      slug: 'noor',
      change: { settings: { relay: false, listed: false, directCapacity: 0 } },
    },
  ],
  [
    ['change', 'noor', '--place', '', '--time-zone', '', '--max-listeners', 'default'],
    {
      name: 'change',
      slug: 'noor',
      change: { place: null, timeZone: null, settings: { maxListeners: null } },
    },
  ],
  [['rotate-key', 'noor'], { name: 'rotate-key', slug: 'noor', label: null, keepOld: false }],
  [
    ['rotate-key', 'noor', '--keep-old', '--label', 'laptop'],
    { name: 'rotate-key', slug: 'noor', label: 'laptop', keepOld: true },
  ],
  [['add-key', 'noor'], { name: 'add-key', slug: 'noor', label: null }],
  [['revoke-key', 'noor', '1a2b3c4d'], { name: 'revoke-key', slug: 'noor', id: '1a2b3c4d' }],
  [['set-code', 'noor', '47 11'], { name: 'set-code', slug: 'noor', code: '47 11', endEverybody: false }],
  [
    ['set-code', 'noor', '--end-everybody'],
    { name: 'set-code', slug: 'noor', code: null, endEverybody: true },
  ],
  [['set-code', 'noor', '--none'], { name: 'drop-code', slug: 'noor' }],
  [['history', 'noor'], { name: 'history', slug: 'noor', most: 20 }],
  [['remove', 'noor', '--yes'], { name: 'remove', slug: 'noor' }],
])('%j', (line, action) => {
  expect(parse(line)).toEqual({ name: 'station', action, json: false });
  expect(parse(['--json', ...line])).toEqual({ name: 'station', action, json: true });
});

it.each([
  [[], 'What about stations? For example: mauzin station list'],
  [['sing'], 'There is no command station sing.'],
  [['constructor'], 'There is no command station constructor.'],
  [['show'], 'station show needs the slug.'],
  [['revoke-key', 'noor'], 'station revoke-key needs the id of the key.'],
  [['show', 'noor', 'huda'], 'What is huda?'],
  [['list', '--yes'], 'station list has no option --yes.'],
  [['change', 'noor'], 'station change needs something to change.'],
  [['change', 'noor', '--relay', 'maybe'], '--relay must be on or off.'],
  [['set-code', 'noor', '4711', '--none'], 'Either a code or --none.'],
  [['set-code', 'noor', '--none', '--end-everybody'], '--end-everybody needs a new code.'],
  [['history', 'noor', '--most', 'all'], '--most must be a whole number from 1 to 1000.'],
  [['remove', 'noor'], expect.stringContaining('Say --yes if you mean it.')],
  [['show', 'noor', '--loud'], expect.stringContaining('--loud')],
])('%j is wrong', (line, problem) => {
  expect(parse(line)).toEqual({ name: 'wrong', problem });
});

it('tells what there is', () => {
  expect(parse(['--help'])).toEqual({ name: 'help', text: expect.stringContaining('mauzin station add') });
});
