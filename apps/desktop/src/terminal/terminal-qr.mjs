// @ts-check
/**
 * The QR code that a terminal shows, for the broadcaster without a window and for `npm start` (which has no TypeScript): one
 * printer, so that both are right.
 */
import { generate } from 'lean-qr';

/** Light modules around the code that scanners may ask for (ISO/IEC 18004 §6.3.8). */
const quietModules = 4;

/** Black on white, whatever the terminal's own colours are: of its 256, the two that no theme changes. */
const blackOnWhite = '\u001B[38;5;16;48;5;231m';
const ownColours = '\u001B[0m';

/** By upper and lower module, dark or not. */
const halfBlocks = /** @type {const} */ ([' ', '▄', '▀', '█']);

/**
 * Where a code would go. Node's `process.stdout` is one.
 * @typedef {object} Screen
 * @property {boolean} [isTTY] whether it is a terminal
 * @property {number} [columns] how wide that is, characters
 */

/**
 * The code in lines of text, each with its end; empty where nobody could scan it: in a file or a pipe, on a terminal that shows no
 * colours, or one too narrow for it. A line holds two rows of modules, since terminals' cells are about twice as high as wide.
 * @param {string} text what the code says
 * @param {Screen} screen
 * @param {Readonly<Record<string, string | undefined>>} env the environment; `TERM` says what kind of terminal it is
 */
export function terminalQr(text, screen, env) {
  if (screen.isTTY !== true || env['TERM'] === 'dumb') return '';
  const code = generate(text);
  if (screen.columns !== undefined && screen.columns > 0 && screen.columns < code.size + 2 * quietModules) {
    return '';
  }
  let lines = '';
  for (let y = -quietModules; y < code.size + quietModules; y += 2) {
    lines += blackOnWhite;
    for (let x = -quietModules; x < code.size + quietModules; x += 1) {
      lines += halfBlocks[Number(code.get(x, y)) * 2 + Number(code.get(x, y + 1))];
    }
    lines += `${ownColours}\n`;
  }
  return lines;
}
