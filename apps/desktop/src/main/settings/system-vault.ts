import type { SafeStorage } from 'electron';

import type { Vault } from './secrets.ts';

/** On Linux the mark of what Chromium sealed with a password that everybody knows, where there is no key store. */
const sealedForNobody = 'v10';

/**
 * The system's key store, by the calls that wait for it without holding up the app. (The synchronous ones stop all of main until a
 * person has unlocked the keyring.) Null where there is none. Only once the app is ready; answers when the key store does.
 */
export async function systemVault(
  safe: Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>,
  platform: NodeJS.Platform,
): Promise<Vault | null> {
  if (!(await safe.isAsyncEncryptionAvailable())) return null;
  const sample = await safe.encryptStringAsync('sample');
  // Electron says "available" there too.
  if (platform === 'linux' && sample.subarray(0, 3).toString('latin1') === sealedForNobody) return null;
  return {
    seal: (text) => safe.encryptStringAsync(text),
    async open(sealed) {
      const { result, shouldReEncrypt } = await safe.decryptStringAsync(sealed);
      return { text: result, stale: shouldReEncrypt };
    },
  };
}
