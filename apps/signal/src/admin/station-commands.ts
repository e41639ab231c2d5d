import { StoreError } from '../store/database/store-error.ts';
import { AdminError } from './admin-error.ts';
import type { NewKey, StationAdmin } from './station-admin.ts';
import type { StationAction, StationCommand } from './station-command-line.ts';
import { historyText, listText, newKeyText, stationText } from './station-texts.ts';

/** For programs, and for people. */
interface Outcome {
  readonly json: object;
  readonly text: string;
}

export interface StationCommandTools {
  /** @throws StoreError (rejects) */
  readonly open: () => Promise<{ readonly admin: StationAdmin; readonly close: () => void }>;
  /** One line of standard input. */
  readonly askForCode: () => Promise<string>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Carries the command out, and says how it went. @returns the exit code: 0, 1 when it failed, 2 when it was wrong */
export async function runStationCommand(
  { action, json }: Extract<StationCommand, { name: 'station' }>,
  { askForCode, complain, open, print }: StationCommandTools,
): Promise<number> {
  try {
    // A person may take long to type it: the database is not held meanwhile.
    const code = action.name === 'set-code' ? (action.code ?? (await askForCode())) : '';
    const { admin, close } = await open();
    try {
      const outcome = await carryOut(action, admin, code);
      print(json ? JSON.stringify(outcome.json, null, 2) : outcome.text);
      return 0;
    } finally {
      close();
    }
  } catch (error) {
    const failure = failureOf(error);
    complain(json ? JSON.stringify({ error: failure.reason, message: failure.message }) : failure.message);
    return failure.reason === 'invalid' ? 2 : 1;
  }
}

async function carryOut(action: StationAction, admin: StationAdmin, code: string): Promise<Outcome> {
  switch (action.name) {
    case 'list': {
      const stations = await admin.list();
      return { json: { stations }, text: listText(stations) };
    }
    case 'show': {
      const station = await admin.show(action.slug);
      return { json: { station }, text: stationText(station) };
    }
    case 'add': {
      const { station, key } = await admin.add(action.station);
      return { json: { station, key }, text: `${stationText(station)}\n\n${newKeyText(key)}` };
    }
    case 'change': {
      const station = await admin.change(action.slug, action.change);
      return { json: { station }, text: stationText(station) };
    }
    case 'add-key':
      return keyOutcome(await admin.addKey(action.slug, action.label));
    case 'rotate-key': {
      const { keepOld, label, slug } = action;
      return keyOutcome(await (keepOld ? admin.addKey(slug, label) : admin.rotateKey(slug, label)));
    }
    case 'revoke-key':
      await admin.revokeKey(action.slug, action.id);
      return { json: { revoked: action.id }, text: `The key ${action.id} is worth nothing any more.` };
    case 'set-code':
      await admin.setCode(action.slug, code, action.endEverybody);
      return {
        json: { private: true },
        text: `Who wants to listen to ${action.slug} is asked for its code.`,
      };
    case 'drop-code':
      await admin.setCode(action.slug, null);
      return { json: { private: false }, text: `Everybody may listen to ${action.slug}.` };
    case 'history': {
      const broadcasts = await admin.broadcasts(action.slug, action.most);
      return { json: { broadcasts }, text: historyText(broadcasts) };
    }
    case 'remove':
      await admin.remove(action.slug);
      return { json: { removed: action.slug }, text: `The station ${action.slug} has been removed.` };
  }
}

const keyOutcome = (key: NewKey): Outcome => ({ json: { key }, text: newKeyText(key) });

const optionByField: Readonly<Record<string, string>> = {
  slug: 'The slug',
  code: 'The code',
  name: '--name',
  languages: '--language',
  place: '--place',
  timeZone: '--time-zone',
  label: '--label',
  'settings.maxListeners': '--max-listeners',
  'settings.directCapacity': '--direct-capacity',
};

/** In the command line's own words. */
function failureOf(error: unknown): { readonly reason: string; readonly message: string } {
  if (error instanceof AdminError && error.reason === 'invalid') {
    const sentences = error.problems.map(({ field, problem }) => {
      const option = optionByField[field.replace(/\.\d+$/, '')] ?? field;
      return `${option} ${problem}.`;
    });
    return { reason: error.reason, message: [...new Set(sentences)].join('\n') };
  }
  if (error instanceof AdminError || error instanceof StoreError) return error;
  return { reason: 'failed', message: error instanceof Error ? error.message : 'It failed.' };
}
