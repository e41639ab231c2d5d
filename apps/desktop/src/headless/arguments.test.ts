import { expect, test } from 'vitest';

import { readArguments } from './arguments.ts';

test('has a sensible default for everything', () => {
  expect(readArguments([])).toEqual({
    kind: 'run',
    values: { file: null, loop: true, port: 8080, stationName: null, data: null, record: null, json: false },
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
  [['stray.opus'], 'stray.opus'],
])('%j is wrong, and says so', (args, name) => {
  expect(readArguments(args)).toMatchObject({ kind: 'wrong', message: expect.stringContaining(name) });
});

test('help comes before everything', () => {
  expect(readArguments(['--help', '--port', 'x']).kind).toBe('help');
});
