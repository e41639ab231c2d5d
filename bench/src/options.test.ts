import { expect, test } from 'vitest';

import { readCommandLine, usage } from './options.ts';

const options = { listeners: { meaning: 'how many', preset: 300, least: 1, most: 600 } };

test('what is not said is as preset', () => {
  expect(readCommandLine([], options)).toEqual({
    json: false,
    help: false,
    describe: false,
    numbers: { listeners: 300 },
  });
});

test('numbers and JSON in any order', () => {
  expect(readCommandLine(['--listeners', '5', '--json'], options)).toMatchObject({
    json: true,
    numbers: { listeners: 5 },
  });
  expect(readCommandLine(['--json', '--listeners=7'], options).numbers.listeners).toBe(7);
});

test.each(['0', '601', '1.5', 'many', ''])('"%s" listeners are refused, with the limits', (value) => {
  expect(() => readCommandLine([`--listeners=${value}`], options)).toThrow(/1 to 600/);
});

test('an unknown option is refused', () => {
  expect(() => readCommandLine(['--listerners', '5'], options)).toThrow(/listerners/);
});

test('help names every option and its preset', () => {
  expect(usage('fan-out', options)).toMatch(/--listeners N\s+how many \(300\)/);
});
