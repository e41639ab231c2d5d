import { mostDirectListeners } from '@mauzin/desktop-contract';
import { expect, test } from 'vitest';

import { help, readArguments } from './arguments.ts';

test('has a sensible default for everything', () => {
  expect(readArguments([])).toEqual({
    kind: 'run',
    values: {
      file: null,
      loop: true,
      port: 8080,
      stationName: null,
      data: null,
      record: null,
      recordEach: 'broadcast',
      accessCode: null,
      remote: null,
      directListeners: 600,
      json: false,
    },
  });
});

test('takes what is said', () => {
  const args = [
    '--file',
    'a.opus',
    '--no-loop',
    '--port=9000',
    '--station-name',
    'Noor',
    '--data',
    'd',
    '--record',
    '/r',
    '--record-each',
    'hour',
    '--access-code',
    '12 34',
    '--direct-listeners',
    '40',
    '--json',
  ];
  expect(readArguments(args)).toEqual({
    kind: 'run',
    values: {
      file: 'a.opus',
      loop: false,
      port: 9000,
      stationName: 'Noor',
      data: 'd',
      record: '/r',
      recordEach: 'hour',
      accessCode: '12 34',
      remote: null,
      directListeners: 40,
      json: true,
    },
  });
});

test.each([
  [['--port', 'eight'], '--port'],
  [['--port', '70000'], '--port'],
  [['--station-name', ''], '--station-name'],
  [['--fiel', 'x'], '--fiel'],
  [['--record', ''], '--record'],
  [['--record', '/r', '--record-each', 'week'], 'hour or day'],
  [['--record-each', 'day'], '--record.'],
  [['--direct-listeners', '601'], '--direct-listeners'],
  [['--direct-listeners', 'few'], '--direct-listeners'],
  [['--access-code', '1-2-3'], '--access-code'],
  [['--access-code', ''], '--access-code'],
  [['stray.opus'], 'stray.opus'],
  [['--server', 'https://radio.example'], '--station'],
  [['--server', 'radio', '--station', 'noor', '--key', 'k'], '--server'],
  [['--server', 'https://radio.example', '--station', 'No or', '--key', 'k'], '--station'],
  [
    ['--server', 'https://radio.example', '--station', 'noor', '--key', 'k', '--access-code', '1234'],
    'there',
  ],
])('%j is wrong, and says so', (args, name) => {
  expect(readArguments(args)).toMatchObject({ kind: 'wrong', message: expect.stringContaining(name) });
});

test('an access code may come with the environment; the command line comes first', () => {
  const env = { MAUZIN_ACCESS_CODE: '471108' };
  const codeOf = (...args: string[]): unknown => {
    const parsed = readArguments(args, env);
    return parsed.kind === 'run' && parsed.values.accessCode;
  };
  expect([codeOf(), codeOf('--access-code', '1234')]).toEqual(['471108', '1234']);
  expect(readArguments([], { MAUZIN_ACCESS_CODE: 'x' }).kind).toBe('wrong');
});

test('a station on a server takes its key from the environment as well', () => {
  const args = ['--server', 'https://radio.example', '--station', 'noor'];
  const remote = { kind: 'remote', url: 'https://radio.example', station: 'noor', key: 'secret' };
  expect(readArguments(args, { MAUZIN_KEY: 'secret' })).toMatchObject({ values: { remote } });
  expect(readArguments([...args, '--key', 'secret'])).toMatchObject({ values: { remote } });
  expect(readArguments([], { MAUZIN_KEY: 'secret' })).toMatchObject({ values: { remote: null } });
});

test('help comes before everything', () => {
  expect(readArguments(['--help', '--port', 'x']).kind).toBe('help');
});

test('the help tells the defaults that hold', () => {
  const parsed = readArguments([]);
  const { directListeners, port } = parsed.kind === 'run' ? parsed.values : { directListeners: 0, port: 0 };
  expect(directListeners).toBe(mostDirectListeners);
  expect(help.replaceAll(/\s+/g, ' ')).toContain(`others to the server's relay (${directListeners})`);
  expect(help).toContain(`(${port}; the next free one`);
});

test('a flag with nothing after it, or with nothing in it, is wrong', () => {
  for (const name of ['file', 'port', 'data', 'direct-listeners', 'server', 'station', 'key'])
    expect(readArguments([`--${name}=`])).toMatchObject({
      kind: 'wrong',
      message: expect.stringContaining(`--${name} takes`),
    });
});
