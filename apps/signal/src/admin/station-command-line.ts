import { parseArgs } from 'node:util';

import type { StationSettings } from '../store/stations/contracts.ts';

/** What is to be done with stations; what it says of a station is checked by `StationAdmin`. */
export type StationAction =
  | { readonly name: 'list' }
  | { readonly name: 'show'; readonly slug: string }
  | { readonly name: 'add'; readonly station: { readonly slug: string } & StationFields }
  | { readonly name: 'change'; readonly slug: string; readonly change: StationFields }
  | {
      readonly name: 'rotate-key';
      readonly slug: string;
      readonly label: string | null;
      readonly keepOld: boolean;
    }
  | { readonly name: 'add-key'; readonly slug: string; readonly label: string | null }
  | { readonly name: 'revoke-key'; readonly slug: string; readonly id: string }
  /** `code` null: it comes on standard input, where no list of programs shows it. */
  | {
      readonly name: 'set-code';
      readonly slug: string;
      readonly code: string | null;
      readonly endEverybody: boolean;
    }
  | { readonly name: 'drop-code'; readonly slug: string }
  | { readonly name: 'history'; readonly slug: string; readonly most: number }
  | { readonly name: 'remove'; readonly slug: string };

interface StationFields {
  readonly name?: string;
  readonly languages?: readonly string[];
  readonly place?: string | null;
  readonly timeZone?: string | null;
  /** Null: the service's own again. */
  readonly settings?: { readonly [Name in keyof StationSettings]: StationSettings[Name] | null };
}

export type StationCommand =
  | { readonly name: 'station'; readonly action: StationAction; readonly json: boolean }
  | { readonly name: 'wrong'; readonly problem: string };

export const stationHelpText = `mauzin station: the stations of the database in MAUZIN_DATABASE (default file:./mauzin.db)

  A running service follows every change within seconds. Each command takes --json.

  mauzin station list
  mauzin station show <slug>
  mauzin station add <slug> --name <name> --language <tag> [fields]
      Prints the key that goes into the desktop app. It is shown this once.
  mauzin station change <slug> [fields]
  mauzin station rotate-key <slug> [--label <text>] [--keep-old]
      Prints a new key. The others are worth nothing any more: whoever broadcasts with one is
      ended. With --keep-old they stay good.
  mauzin station add-key <slug> [--label <text>]
  mauzin station revoke-key <slug> <id of the key>
  mauzin station set-code <slug> [<code> | --none] [--end-everybody]
      Makes a station private: who wants to listen is asked for the code. Without the code as an
      argument it is read from standard input, where no list of programs shows it. With --none
      everybody may listen. Who listens already hears on; with --end-everybody nobody does
      without the new code.
  mauzin station history <slug> [--most <number>]
      The last broadcasts: when, how many listened at most, and how many minutes together.
  mauzin station remove <slug> --yes
      With its keys and its history. Its listeners and its broadcaster are ended.

  fields:
    --name <name>              as listeners see it
    --language <tag>           ar, en-GB …; say it again for each further one, the main one first
    --place <text>             its town or address; "" takes it back
    --time-zone <name>         Europe/Berlin, Asia/Riyadh …; "" takes it back
    --max-listeners <number>   listener pages open at once, 1 to 100000, or default
    --direct-capacity <number> listeners that its desktop serves directly, 0 to 100000, or default
    --relay <on|off>           off: its sound is never relayed by this service
    --listed <yes|no>          no: it is left out of the list of stations
`;

const options = {
  json: { type: 'boolean', default: false },
  name: { type: 'string' },
  language: { type: 'string', multiple: true },
  place: { type: 'string' },
  'time-zone': { type: 'string' },
  'max-listeners': { type: 'string' },
  'direct-capacity': { type: 'string' },
  relay: { type: 'string' },
  listed: { type: 'string' },
  label: { type: 'string' },
  'keep-old': { type: 'boolean', default: false },
  none: { type: 'boolean', default: false },
  'end-everybody': { type: 'boolean', default: false },
  most: { type: 'string', default: '20' },
  yes: { type: 'boolean', default: false },
} as const;
const fields = [
  'name',
  'language',
  'place',
  'time-zone',
  'max-listeners',
  'direct-capacity',
  'relay',
  'listed',
];
/** What each command takes, besides --json. */
const taken: Readonly<
  Record<string, { readonly words: readonly string[]; readonly options: readonly string[] }>
> = {
  list: { words: [], options: [] },
  show: { words: ['slug'], options: [] },
  add: { words: ['slug'], options: fields },
  change: { words: ['slug'], options: fields },
  'rotate-key': { words: ['slug'], options: ['label', 'keep-old'] },
  'add-key': { words: ['slug'], options: ['label'] },
  'revoke-key': { words: ['slug', 'id of the key'], options: [] },
  'set-code': { words: ['slug', 'code?'], options: ['none', 'end-everybody'] },
  history: { words: ['slug'], options: ['most'] },
  remove: { words: ['slug'], options: ['yes'] },
};

type Values = ReturnType<typeof parse>['values'];

/** What comes after `mauzin station`. Pure. */
export function parseStationCommand(args: readonly string[]): StationCommand {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'These arguments cannot be read.');
  }
  const { values, positionals, tokens } = parsed;
  const [name = '', ...words] = positionals;
  const takes = Object.hasOwn(taken, name) ? taken[name] : undefined;
  if (!takes) {
    return wrong(
      name === ''
        ? 'What about stations? For example: mauzin station list'
        : `There is no command station ${name}.`,
    );
  }
  const missing = takes.words[words.length];
  if (missing !== undefined && !missing.endsWith('?')) return wrong(`station ${name} needs the ${missing}.`);
  const beyond = words[takes.words.length];
  if (beyond !== undefined) return wrong(`What is ${beyond}?`);
  const stray = tokens.find(
    (token) => token.kind === 'option' && token.name !== 'json' && !takes.options.includes(token.name),
  );
  if (stray?.kind === 'option') return wrong(`station ${name} has no option --${stray.name}.`);
  const action = actionOf(name, words, values);
  if (typeof action === 'string') return wrong(action);
  return { name: 'station', action, json: values.json };
}

/** Or what is wrong with it. */
function actionOf(
  name: string,
  [slug = '', second]: readonly string[],
  values: Values,
): StationAction | string {
  const label = values.label ?? null;
  switch (name) {
    case 'show':
      return { name, slug };
    case 'add': {
      const station = stationFields(values);
      return typeof station === 'string' ? station : { name, station: { slug, ...station } };
    }
    case 'change': {
      const change = stationFields(values);
      if (typeof change === 'string') return change;
      return Object.keys(change).length > 0
        ? { name, slug, change }
        : 'station change needs something to change.';
    }
    case 'rotate-key':
      return { name, slug, label, keepOld: values['keep-old'] };
    case 'add-key':
      return { name, slug, label };
    case 'revoke-key':
      return { name, slug, id: second ?? '' };
    case 'set-code':
      if (!values.none) return { name, slug, code: second ?? null, endEverybody: values['end-everybody'] };
      if (values['end-everybody']) return '--end-everybody needs a new code.';
      return second === undefined ? { name: 'drop-code', slug } : 'Either a code or --none.';
    case 'history': {
      const most = numberOf(values.most);
      return most >= 1 && most <= 1_000
        ? { name, slug, most }
        : '--most must be a whole number from 1 to 1000.';
    }
    case 'remove':
      if (values.yes) return { name, slug };
      return `This removes the station ${slug} with its keys and its history, for good. Say --yes if you mean it.`;
    default:
      return { name: 'list' };
  }
}

/** Or what is wrong with them. */
function stationFields(values: Values): StationFields | string {
  const { name, language, place, relay, listed, 'time-zone': timeZone } = values;
  if (relay !== undefined && relay !== 'on' && relay !== 'off') return '--relay must be on or off.';
  if (listed !== undefined && listed !== 'yes' && listed !== 'no') return '--listed must be yes or no.';
  const maxListeners = values['max-listeners'];
  const directCapacity = values['direct-capacity'];
  const settings: StationFields['settings'] = {
    ...(maxListeners === undefined ? {} : { maxListeners: numberOrDefault(maxListeners) }),
    ...(directCapacity === undefined ? {} : { directCapacity: numberOrDefault(directCapacity) }),
    ...(relay === undefined ? {} : { relay: relay === 'on' }),
    ...(listed === undefined ? {} : { listed: listed === 'yes' }),
  };
  return {
    ...(name === undefined ? {} : { name }),
    ...(language === undefined ? {} : { languages: language }),
    ...(place === undefined ? {} : { place: place === '' ? null : place }),
    ...(timeZone === undefined ? {} : { timeZone: timeZone === '' ? null : timeZone }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  };
}

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, tokens: true, options });

/** NaN: it is none. */
const numberOf = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);
const numberOrDefault = (text: string): number | null => (text === 'default' ? null : numberOf(text));
const wrong = (problem: string): StationCommand => ({ name: 'wrong', problem });
