import type { CaptureKind } from '@mauzin/desktop-contract';
import { shell } from 'electron';

const pages: Partial<Record<NodeJS.Platform, Record<CaptureKind, string>>> = {
  darwin: {
    microphone: 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone',
    'system-sound': 'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture',
  },
  win32: {
    microphone: 'ms-settings:privacy-microphone',
    'system-sound': 'ms-settings:sound',
  },
};

/** Whether this system has such a page. */
export const hasPrivacySettings = pages[process.platform] !== undefined;

/** Opens the system's page where recording can be allowed. Systems without one (Linux) have nothing to allow. */
export async function openPrivacySettings(subject: CaptureKind): Promise<void> {
  const page = pages[process.platform]?.[subject];
  if (page !== undefined) await shell.openExternal(page);
}
