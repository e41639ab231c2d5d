import type { CallArgument } from '@mauzin/desktop-contract';
import { shell } from 'electron';

type Subject = CallArgument<'open-privacy-settings'>;

const pages: Partial<Record<NodeJS.Platform, Record<Subject, string>>> = {
  darwin: {
    microphone: 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone',
    'system-sound': 'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture',
    'local-network': 'x-apple.systempreferences:com.apple.preference.security?Privacy_LocalNetwork',
  },
  win32: {
    microphone: 'ms-settings:privacy-microphone',
    'system-sound': 'ms-settings:sound',
    // There a network is made a private one, on which the firewall lets phones in.
    'local-network': 'ms-settings:network-status',
  },
};

/** Whether this system has such a page. */
export const hasPrivacySettings = pages[process.platform] !== undefined;

/** Opens the system's page where recording, or the local network, can be allowed. Systems without one (Linux) have nothing to allow. */
export async function openPrivacySettings(subject: Subject): Promise<void> {
  const page = pages[process.platform]?.[subject];
  if (page !== undefined) await shell.openExternal(page);
}
