import { EventEmitter } from 'node:events';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DisplayHandler = Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0];
export type Permission = Parameters<NonNullable<RequestHandler>>[1];

/** What a page wants to capture. */
export interface Wanted {
  readonly audio: boolean;
  readonly video: boolean;
}

/** Who asks. */
export interface Asker {
  readonly contents: Electron.WebContents;
  readonly frame: Electron.WebFrameMain;
  readonly isMainFrame: boolean;
}

class Session extends EventEmitter {
  #request: RequestHandler = null;
  #check: CheckHandler = null;
  #display: DisplayHandler = null;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler;
  }
  setDisplayMediaRequestHandler(handler: DisplayHandler): void {
    this.#display = handler;
  }

  /** Without a handler Electron allows everything. */
  static request(
    this: void,
    session: Session,
    asker: Asker,
    permission: Permission,
    wanted: Wanted,
  ): Promise<boolean> {
    const handler = session.#request;
    if (!handler) return Promise.resolve(true);
    const { url, origin } = asker.frame;
    const mediaTypes: ('audio' | 'video')[] = [];
    if (wanted.audio) mediaTypes.push('audio');
    if (wanted.video) mediaTypes.push('video');
    const details = {
      requestingUrl: url,
      securityOrigin: `${origin}/`,
      isMainFrame: asker.isMainFrame,
      mediaTypes,
    };
    return new Promise((done) => handler(asker.contents, permission, done, details));
  }
  static check(this: void, session: Session, asker: Asker, permission: Permission): boolean {
    const { url, origin } = asker.frame;
    const requestingOrigin = `${origin}/`;
    const details = {
      securityOrigin: requestingOrigin,
      requestingUrl: url,
      mediaType: 'audio',
      isMainFrame: asker.isMainFrame,
    } as const;
    return session.#check?.(asker.contents, permission, requestingOrigin, details) ?? true;
  }
  static display(
    this: void,
    session: Session,
    asker: Asker,
    wanted: Wanted,
  ): Promise<Electron.Streams | null> {
    const handler = session.#display;
    if (!handler) return Promise.resolve(null);
    const request = {
      frame: asker.frame,
      securityOrigin: `${asker.frame.origin}/`,
      videoRequested: wanted.video,
      audioRequested: wanted.audio,
      userGesture: true,
    };
    return new Promise((done) => handler(request, done));
  }
}

const defaultSession = new Session();
export const { request: requestPermission, check: checkPermission, display: chooseDisplayMedia } = Session;
export type { Session };
export const session = { defaultSession, fromPartition: () => defaultSession };
