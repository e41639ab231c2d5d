import { generate } from 'lean-qr';
import { expect, test } from 'vitest';

import { terminalQr } from './terminal-qr.mjs';

const link = 'http://192.168.1.20:8080/s/noor';
const terminal = { isTTY: true, columns: 80 };
const black = '16';
const white = '231';

/** What a terminal shows of it: rows of modules, true where dark. Fails where a colour is not set, or left set at a line's end. */
function shown(text: string): boolean[][] {
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const parts = /^ESC\[38;5;(\d+);48;5;(\d+)m([ ▄▀█]+)ESC\[0m$/.exec(line.replaceAll('\u001B', 'ESC'));
      expect(parts?.slice(1, 3), 'ink and paper').toEqual([black, white]);
      const cells = Array.from(parts?.[3] ?? '');
      return [cells.map((cell) => '▀█'.includes(cell)), cells.map((cell) => '▄█'.includes(cell))];
    });
}

test.each(['x', link, `${link}#code=${'4711'.repeat(20)}`])(
  '%s is dark on light, with light around it',
  (text) => {
    const rows = shown(terminalQr(text, { isTTY: true, columns: 200 }, { TERM: 'xterm' }));
    const code = generate(text);
    const width = code.size + 8;
    expect(rows.every((row) => row.length === width)).toBe(true);
    expect(rows.length).toBeGreaterThanOrEqual(width);
    for (const [y, row] of rows.entries()) {
      expect(row).toEqual(Array.from({ length: width }, (_, x) => code.get(x - 4, y - 4)));
    }
    expect(rows.flat().filter(Boolean).length).toBeGreaterThan(100);
  },
);

test('there is none where nobody could scan it', () => {
  const size = generate(link).size + 8;
  expect(terminalQr(link, {}, {})).toBe('');
  expect(terminalQr(link, { isTTY: false }, {})).toBe('');
  expect(terminalQr(link, terminal, { TERM: 'dumb' })).toBe('');
  expect(terminalQr(link, { isTTY: true, columns: size - 1 }, {})).toBe('');
  expect(terminalQr(link, { isTTY: true, columns: size }, {})).not.toBe('');
  // Some terminals do not say how wide they are.
  expect(terminalQr(link, { isTTY: true, columns: 0 }, {})).not.toBe('');
});
