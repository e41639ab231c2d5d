import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { openDatabase } from '../store/station-store.ts';
import { parseCommandLine } from './command-line.ts';
import { StationAdmin } from './station-admin.ts';
import { runStationCommand } from './station-commands.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-admin-'));
});
afterEach(() => rm(dir, { recursive: true }));

/** As `mauzin station …` in a shell. */
async function station(line: readonly string[], { typed = '' } = {}) {
  const said = { out: '', err: '' };
  const command = parseCommandLine(['station', ...line]);
  if (command.name !== 'station') throw new Error(`no command: ${JSON.stringify(command)}`);
  const code = await runStationCommand(command, {
    open: async () => {
      const database = await openDatabase({ url: `file:${join(dir, 'mauzin.db')}` });
      const admin = new StationAdmin({ database, wallMs: () => Date.parse('2026-11-20T09:30:00Z') });
      return { admin, close: () => database.close() };
    },
    askForCode: () => Promise.resolve(typed),
    print: (text) => (said.out += text),
    complain: (text) => (said.err += text),
  });
  return { code, ...said };
}
const json = async (line: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await station([...line, '--json'])).out);

const noor = ['add', 'noor', '--name', 'Masjid an-Noor', '--language', 'ar', '--language', 'en'];

it('a station from its beginning to its end, in words', async () => {
  expect(await station(['list'])).toEqual({
    code: 0,
    out: expect.stringMatching(/^There are no stations yet\. Add one with:\n {2}mauzin station add noor/),
    err: '',
  });
  const added = await station([...noor, '--place', 'Hamburg', '--time-zone', 'Europe/Berlin']);
  const [key = ''] = /(?:[0-9a-z]{4}-){7}[0-9a-z]{4}/.exec(added.out) ?? [];
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining('It is shown this once') });
  expect(key).not.toBe('');
  await station(['set-code', 'noor'], { typed: '47-11-08' });
  await station(['change', 'noor', '--max-listeners', '300', '--listed', 'no']);
  expect((await station(['list'])).out).toBe('noor  Masjid an-Noor  ar, en  private  1 key');
  const { out } = await station(['show', 'noor']);
  expect(out).not.toContain(key);
  expect(out.replace(/[0-9a-f]{8} /, '1a2b3c4d ')).toBe(
    [
      'noor',
      '  name       Masjid an-Noor',
      '  languages  ar, en',
      '  place      Hamburg',
      '  time zone  Europe/Berlin',
      '  listening  with an access code',
      '  settings   at most 300 listeners, not in the list of stations',
      '  keys',
      '    1a2b3c4d  —  made 2026-11-20 09:30 UTC  never used',
    ].join('\n'),
  );
  expect((await station(['set-code', 'noor', '--none'])).out).toBe('Everybody may listen to noor.');
  expect((await station(['history', 'noor'])).out).toBe('It has not been on the air yet.');
  expect((await station(['remove', 'noor', '--yes'])).out).toBe('The station noor has been removed.');
  expect((await station(['list'])).out).toContain('There are no stations yet.');
});

it('for programs, too', async () => {
  const added = await json(noor);
  expect(added).toEqual({
    station: {
      slug: 'noor',
      name: 'Masjid an-Noor',
      languages: ['ar', 'en'],
      place: null,
      timeZone: null,
      private: false,
      settings: {},
      createdAt: '2026-11-20T09:30:00.000Z',
      keys: [
        {
          id: expect.any(String),
          label: null,
          createdAt: expect.any(String),
          lastUsedAt: null,
          revokedAt: null,
        },
      ],
    },
    key: { id: expect.any(String), key: expect.stringMatching(/^[0-9a-z-]{39}$/), label: null },
  });
  const rotated = (await json(['rotate-key', 'noor', '--label', 'laptop'])) as { key: { id: string } };
  await json(['rotate-key', 'noor', '--keep-old']);
  const good = async () => {
    const { station: shown } = (await json(['show', 'noor'])) as {
      station: { keys: { id: string; revokedAt: string | null }[] };
    };
    return shown.keys.filter(({ revokedAt }) => revokedAt === null).map(({ id }) => id);
  };
  expect(await good()).toEqual(expect.arrayContaining([rotated.key.id]));
  expect(await good()).toHaveLength(2);
  expect(await json(['revoke-key', 'noor', rotated.key.id])).toEqual({ revoked: rotated.key.id });
  expect(await good()).toHaveLength(1);
  expect(await json(['history', 'noor'])).toEqual({ broadcasts: [] });
  expect(await station(['show', 'huda', '--json'])).toEqual({
    code: 1,
    out: '',
    err: '{"error":"unknown-station","message":"There is no station huda."}',
  });
});

it('says what is wrong in the words of its options, and which kind of wrong by its exit code', async () => {
  await station(noor);
  expect(await station(noor)).toMatchObject({ code: 1, err: 'There is a station noor already.' });
  expect(await station(['remove', 'huda', '--yes'])).toMatchObject({
    code: 1,
    err: 'There is no station huda.',
  });
  expect(await station(['revoke-key', 'noor', '00000000'])).toMatchObject({
    code: 1,
    err: 'The station noor has no key 00000000 that is still good.',
  });
  expect(await station(['set-code', 'noor', '1-2-3'])).toMatchObject({
    code: 2,
    err: 'The code must have 6 to 64 letters and digits.',
  });
  expect(await station(['add', 'An Noor', '--name', ' ', '--time-zone', '+01:00'])).toMatchObject({
    code: 2,
    err: [
      'The slug must be 1 to 40 lower-case letters, digits and inner hyphens.',
      '--name must not be empty.',
      '--language is missing.',
      '--time-zone must be the name of a time zone such as Europe/Berlin or Asia/Riyadh.',
    ].join('\n'),
  });
  expect(await station(['change', 'noor', '--language', 'Arabic!', '--max-listeners', 'many'])).toMatchObject(
    {
      code: 2,
      err: [
        '--language must be a language tag such as ar or en-GB.',
        '--max-listeners must be a whole number from 1 to 100000.',
      ].join('\n'),
    },
  );
});

it('keeps a station to so many keys as each hello can be compared with', async () => {
  await station(noor);
  for (let more = 1; more < 20; more++) expect(await station(['add-key', 'noor'])).toMatchObject({ code: 0 });
  expect(await station(['add-key', 'noor'])).toMatchObject({
    code: 1,
    err: 'The station noor has 20 keys, which is as many as it may have: revoke one first.',
  });
  expect(await station(['rotate-key', 'noor'])).toMatchObject({ code: 0 });
  expect(await station(['add-key', 'noor'])).toMatchObject({ code: 0 });
});
