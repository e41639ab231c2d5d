import { expect, test } from 'vitest';

import { systemVault } from './system-vault.ts';

/** As Electron's: what it sealed begins with the mark of the key. */
const safe = (mark: string, isThere = true): Parameters<typeof systemVault>[0] => ({
  isAsyncEncryptionAvailable: () => Promise.resolve(isThere),
  encryptStringAsync: (text) => Promise.resolve(Buffer.from(mark + text)),
  decryptStringAsync: (sealed) =>
    Promise.resolve({
      result: sealed.subarray(3).toString(),
      shouldReEncrypt: !sealed.toString().startsWith(mark),
    }),
});

test('what was sealed comes back, and is stale when the system has a newer key', async () => {
  const vault = await systemVault(safe('v12'), 'linux');
  const sealed = (await vault?.seal('se-cret')) ?? Buffer.of();
  expect(await vault?.open(sealed)).toEqual({ text: 'se-cret', stale: false });
  expect(await vault?.open(Buffer.from('v11old'))).toEqual({ text: 'old', stale: true });
});

test('a password that everybody knows is no key store, though Electron says so', async () => {
  expect(await systemVault(safe('v10'), 'linux')).toBeNull();
  // Elsewhere it is the mark of the real one.
  expect(await systemVault(safe('v10'), 'darwin')).not.toBeNull();
  expect(await systemVault(safe('v10'), 'win32')).not.toBeNull();
  expect(await systemVault(safe('v11', false), 'linux')).toBeNull();
});
