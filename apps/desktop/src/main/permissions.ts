import type { Session } from 'electron';

import { isOwnUrl } from './app-origin.ts';

const granted: ReadonlySet<string> = new Set(['media', 'display-capture', 'speaker-selection']);

/** Sound devices and the system's sound for the window's own page; nothing else, and nothing for anybody else. */
export function grantSoundOnly(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(granted.has(permission) && isOwnUrl(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => {
    return granted.has(permission) && isOwnUrl(requestingOrigin.replace(/\/$/, ''));
  });
  session.setDisplayMediaRequestHandler((request, callback) => {
    const own = isOwnUrl(request.securityOrigin.replace(/\/$/, ''));
    if (own && request.audioRequested) callback({ audio: 'loopback' });
    else callback({});
  });
}
