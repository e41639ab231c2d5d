import { expect, test } from 'vitest';

import { serverChoiceOf, fieldsOf, type ServerFields } from './server-fields.ts';

const remote: ServerFields = {
  kind: 'remote',
  port: '8080',
  url: 'https://radio.example',
  station: 'noor',
  key: 'secret',
};

test('the key never comes back into the form', () => {
  expect(fieldsOf({ kind: 'remote', url: 'https://radio.example', station: 'noor' })).toEqual({
    ...remote,
    key: '',
  });
});

test('what people type is made into what the contract takes', () => {
  expect(serverChoiceOf({ ...remote, url: ' radio.example ', station: 'Noor ', key: ' secret ' })).toEqual({
    ok: true,
    choice: { kind: 'remote', url: 'https://radio.example', station: 'noor', key: 'secret' },
  });
  expect(serverChoiceOf({ ...remote, kind: 'inside', port: '٨٠٨٠' })).toEqual({
    ok: true,
    choice: { kind: 'inside', port: 8080 },
  });
});

test.each([
  [{ url: 'not an address' }, 'url'],
  [{ url: 'ftp://radio.example' }, 'url'],
  [{ url: '' }, 'url'],
  [{ station: 'no spaces please' }, 'station'],
  [{ key: '' }, 'key'],
  [{ kind: 'inside', port: '' }, 'port'],
  [{ kind: 'inside', port: '70000' }, 'port'],
  [{ kind: 'inside', port: 'many' }, 'port'],
] as const)('with %j, the field to look at is named: %s', (part, fault) => {
  expect(serverChoiceOf({ ...remote, ...part })).toEqual({ ok: false, fault });
});
