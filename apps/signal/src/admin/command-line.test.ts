import { expect, it } from 'vitest';

import { parseCommandLine } from './command-line.ts';

const serve = { name: 'serve', config: 's.json', port: 8080, host: null, pages: null };

it.each([
  [[], {}, { name: 'help', text: expect.stringContaining('mauzin serve') }],
  [['--help'], {}, { name: 'help', text: expect.stringContaining('mauzin serve') }],
  [['serve', '-h'], {}, { name: 'help', text: expect.stringContaining('mauzin serve') }],
  [['key'], {}, { name: 'key' }],
  [['code'], {}, { name: 'code', code: null }],
  [['code', '123 456'], {}, { name: 'code', code: '123 456' }],
  [['serve', '--config', 's.json'], {}, serve],
  [['serve', '--config', 's.json'], { PORT: '9000', HOST: '::1' }, { ...serve, port: 9000, host: '::1' }],
  [
    ['serve', '--config', 's.json', '--port', '0', '--host', 'h', '--pages', 'p'],
    { PORT: '9' },
    { ...serve, port: 0, host: 'h', pages: 'p' },
  ],
])('%j with %j', (args, env, command) => {
  expect(parseCommandLine(args, env)).toEqual(command);
});

it.each([
  [['sing'], 'There is no command sing.'],
  [['serve'], 'serve needs --config and a file.'],
  [['serve', 'here'], 'What is here?'],
  [['key', '1234'], 'What is 1234?'],
  [['code', '123', '456'], 'What is 456?'],
  [['serve', '--config', 's.json', '--port', '70000'], 'The port must be a number from 0 to 65535.'],
  [['serve', '--loud'], expect.stringContaining('--loud')],
])('%j is wrong', (args, problem) => {
  expect(parseCommandLine(args, {})).toEqual({ name: 'wrong', problem });
});
