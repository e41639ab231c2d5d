import { expect, it } from 'vitest';

import { parseCommandLine } from './command-line.ts';

const help = { name: 'help', text: expect.stringContaining('mauzin serve') };

it.each([
  [[], help],
  [['--help'], help],
  [['-h'], help],
  [['help'], help],
  [['serve', '-h'], help],
  [['station', '--help'], { name: 'help', text: expect.stringContaining('mauzin station add') }],
  [['serve'], { name: 'serve' }],
])('%j', (args, command) => {
  expect(parseCommandLine(args)).toEqual(command);
});

it.each([
  [['sing'], 'There is no command sing.'],
  [['serve', 'here'], 'What is here? The service is configured by environment variables.'],
  [['serve', '--port', '80'], 'What is --port? The service is configured by environment variables.'],
])('%j is wrong', (args, problem) => {
  expect(parseCommandLine(args)).toEqual({ name: 'wrong', problem });
});

it('a backup and its way back name one file, or standard output and input', () => {
  expect(parseCommandLine(['backup', 'a.db'])).toEqual({ name: 'backup', file: 'a.db' });
  expect(parseCommandLine(['backup', '-'])).toEqual({ name: 'backup', file: null });
  expect(parseCommandLine(['restore', '-'])).toEqual({ name: 'restore', file: null });
  for (const wrong of [['backup'], ['restore', 'a', 'b'], ['backup', '--all']])
    expect(parseCommandLine(wrong)).toMatchObject({
      name: 'wrong',
      problem: expect.stringContaining('one file'),
    });
});
