import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a stand-in is told what to be: by its environment, since its arguments are the app's. */
export const settings = {
  /** Everything that the app stores is stored here, Chromium's profile included. */
  userData: process.env['STANDIN_USER_DATA'] ?? join(tmpdir(), 'mauzin-stand-in'),
  /** The system's language, BCP 47. */
  locale: process.env['STANDIN_LOCALE'] ?? 'en-US',
  /** The input that stands for the system's sound. */
  loopbackLabel: process.env['STANDIN_LOOPBACK'] ?? 'Loopback',
  /** `locked`: as after an automatic login, the key store answers nobody until a person has unlocked it. */
  keyring: process.env['STANDIN_KEYRING'] ?? 'open',
  /** The system that the app believes to run on. */
  system: process.env['STANDIN_SYSTEM'] ?? process.platform,
  /** What a person answers when macOS asks them for the microphone. */
  microphone: process.env['STANDIN_MICROPHONE'] === 'denied' ? 'denied' : 'granted',
  chromium: process.env['STANDIN_CHROMIUM'] ?? '/usr/bin/chromium',
  chromiumArgs: (process.env['STANDIN_CHROMIUM_ARGS'] ?? '').split('\n').filter((arg) => arg !== ''),
  /** file: URL of what gives a utility process its `parentPort`. */
  utilityShim: process.env['STANDIN_UTILITY_SHIM'] ?? '',
} as const;
