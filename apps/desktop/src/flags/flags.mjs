// @ts-check
/**
 * Every flag that Mauzin knows on this machine, in tables from which the parser, the help, the environment's names and what
 * `npm start` passes on are made. Plain JavaScript that needs Node alone: `npm start` reads it before anything is installed or built.
 * What a value must be stands in `headless/arguments.ts`, which does not compile while a flag is missing there.
 */
import { parseArgs } from 'node:util';

/**
 * A flag `--name`, or `--name VALUE`.
 * @typedef {object} Flag
 * @property {string} [value] what the help calls its value; without it the flag takes none
 * @property {string} [short] the same in one letter (`-h`)
 * @property {string} means what it does, for the help
 * @property {string} [env] the environment variable that says the same, and that no list of programs shows
 * @property {string} [inWindow] what the window's program calls it; without it only the broadcaster without a window has it
 */

/** The broadcaster without a window. @satisfies {Record<string, Flag>} */
export const broadcasterFlags = /** @type {const} */ ({
  file: { value: 'FILE', means: 'play this Ogg/Opus file (.opus, .ogg); a short sample when left out' },
  'no-loop': { means: 'stop when the file ends, instead of beginning again' },
  port: { value: 'N', means: "port of the listeners' page (8080; the next free one if it is taken)" },
  'station-name': { value: 'NAME', means: "the mosque's name as listeners see it (Mosque), remembered" },
  data: { value: 'FOLDER', means: 'where name, key and settings are kept', inWindow: 'user-data' },
  record: { value: 'FOLDER', means: 'record the broadcast there, as Ogg/Opus' },
  'record-each': { value: 'PERIOD', means: 'begin a new file each hour or each day: hour, or day' },
  'access-code': { value: 'CODE', means: 'only who knows it can listen', env: 'MAUZIN_ACCESS_CODE' },
  server: {
    value: 'URL',
    means: 'broadcast to a station on this server instead of serving listeners from here',
  },
  station: { value: 'SLUG', means: 'its name in links there' },
  key: { value: 'KEY', means: 'its broadcaster key', env: 'MAUZIN_KEY' },
  'direct-listeners': {
    value: 'N',
    means: "serve so many from here at most, and leave others to the server's relay (600)",
  },
  json: { means: 'one JSON object a line on standard output, for programs' },
  help: { short: 'h', means: 'this text' },
});

/** The window's program. Electron and Chromium have flags of their own beside these. @satisfies {Record<string, Flag>} */
export const windowFlags = /** @type {const} */ ({
  'go-live': { means: 'go on the air as soon as the window is up' },
  'user-data': { value: 'FOLDER', means: "keep settings and logs there, instead of in the system's place" },
  'reset-pin': { means: 'take the PIN away that was forgotten' },
});

/** What `npm start` takes: its own, all of the broadcaster's, and those of the window's that it does not give by itself. */
export const startFlags = /** @type {const} */ ({
  headless: { means: "no window: play a file instead of this machine's sound" },
  'reset-pin': windowFlags['reset-pin'],
  ...broadcasterFlags,
});

/** @typedef {Partial<Record<keyof typeof startFlags, string | true>>} StartOptions */

/** The first of these options that the window's program does not know. @param {StartOptions} options */
export const notForWindow = (options) =>
  namesOf(options).find((name) => windowNameOf(name) === undefined && name !== 'help');

/** What `npm start` gives the window's program. @param {StartOptions} options */
export const forWindow = (options) => passedOn(options, windowNameOf);

/** What `npm start` gives the broadcaster without a window. @param {StartOptions} options */
export const forBroadcaster = (options) =>
  passedOn(options, (name) => (name in broadcasterFlags ? name : undefined));

/** @param {keyof typeof startFlags} name */
function windowNameOf(name) {
  if (name in windowFlags) return name;
  /** @type {Flag} */
  const flag = startFlags[name];
  return flag.inWindow;
}

/**
 * @param {StartOptions} options
 * @param {(name: keyof typeof startFlags) => string | undefined} nameThere undefined: it has no such flag
 */
function passedOn(options, nameThere) {
  return namesOf(options).flatMap((name) => {
    const there = nameThere(name);
    if (there === undefined) return [];
    // In one piece: a value may begin with a dash.
    return [options[name] === true ? `--${there}` : `--${there}=${options[name]}`];
  });
}

/** @param {StartOptions} options */
const namesOf = (options) => /** @type {(keyof typeof startFlags)[]} */ (Object.keys(options));

/**
 * Reads a command line by such a table. Never throws.
 * @template {string} Name
 * @param {Readonly<Record<Name, Flag>>} table
 * @param {readonly string[]} args
 * @returns {{ readonly ok: true, readonly values: Partial<Record<Name, string | true>> }
 *   | { readonly ok: false, readonly problem: string }} `problem`: for the person who typed it
 */
export function parseFlags(table, args) {
  const options = Object.fromEntries(
    entriesOf(table).map(([name, { short, value }]) => [
      name,
      {
        type: value === undefined ? /** @type {const} */ ('boolean') : /** @type {const} */ ('string'),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return { ok: true, values: /** @type {Partial<Record<Name, string | true>>} */ ({ ...values }) };
  } catch (error) {
    // Node's second sentence tells of ways to write what nobody means here.
    const [first = ''] = String(error instanceof Error ? error.message : error).split(/\.(?:\s|$)/);
    return { ok: false, problem: `${first}.` };
  }
}

/**
 * What the environment says in the place of such flags.
 * @template {string} Name
 * @param {Readonly<Record<Name, Flag>>} table
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Partial<Record<Name, string>>}
 */
export function flagsOfEnvironment(table, env) {
  const said = entriesOf(table).flatMap(([name, { env: variable }]) => {
    const value = variable === undefined ? undefined : env[variable];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(said);
}

/** Most characters in a line of the help. */
const helpWidth = 100;

/**
 * One paragraph for each flag of a table, with the meanings below each other.
 * @param {Readonly<Record<string, Flag>>} table
 */
export function helpOf(table) {
  const rows = entriesOf(table).map(([name, flag]) => ({
    written: `  --${name}${flag.value === undefined ? '' : ` ${flag.value}`}  `,
    words: meaningOf(flag).split(' '),
  }));
  const column = Math.max(...rows.map(({ written }) => written.length));
  return rows.map(({ words, written }) => `${written.padEnd(column)}${wrapped(words, column)}`).join('\n');
}

/** @param {Flag} flag */
const meaningOf = ({ env, means }) =>
  env === undefined ? means : `${means}; better given as ${env}, which no list of programs shows`;

/**
 * @param {readonly string[]} words
 * @param {number} column where each line begins
 */
function wrapped(words, column) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words) {
    const line = lines.at(-1);
    const fits = line !== undefined && column + line.length + 1 + word.length <= helpWidth;
    if (fits) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(column)}`);
}

/**
 * @template {string} Name
 * @param {Readonly<Record<Name, Flag>>} table
 * @returns {[Name, Flag][]}
 */
const entriesOf = (table) => /** @type {[Name, Flag][]} */ (Object.entries(table));
