import type { DisplayMediaRequestHandlerHandlerRequest, Session, Streams } from 'electron';

import { isOwnUrl } from './app-origin.ts';

const granted: ReadonlySet<string> = new Set(['media', 'display-capture', 'speaker-selection']);

/** Sound devices and the system's sound for the window's own page; no camera, nothing else, and nothing for anybody else. */
export function grantSoundOnly(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const camera =
      permission === 'media' && 'mediaTypes' in details && (details.mediaTypes?.includes('video') ?? false);
    callback(granted.has(permission) && !camera && isOwnUrl(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { mediaType }) => {
    const mayHave = granted.has(permission) && mediaType !== 'video';
    return mayHave && isOwnUrl(requestingOrigin.replace(/\/$/, ''));
  });
  session.setDisplayMediaRequestHandler((request, callback) => {
    const own = isOwnUrl(request.securityOrigin.replace(/\/$/, ''));
    callback(own && request.audioRequested ? soundOf(request) : refused);
  });
}

/** Where a picture is asked for, Electron throws unless it gets one: it gets that of the asking page, never the screen's. */
function soundOf({ frame, videoRequested }: DisplayMediaRequestHandlerHandlerRequest): Streams {
  if (!videoRequested) return { audio: 'loopback' };
  return frame ? { audio: 'loopback', video: frame } : refused;
}

/** Electron's way to refuse, which its types leave out: an empty object throws where a picture was asked for. */
const refused = null as unknown as Streams;
