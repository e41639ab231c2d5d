import { recordCall } from './calls.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/**
 * Chromium knows no schemes of an app's own, so `app://bundle/x` is shown to it as
 * `https://bundle.app.stand-in.test/x`: standard, secure, with an origin of its own. Requests never leave the
 * machine: they are answered before there is a network.
 */
const HOST_SUFFIX = '.stand-in.test';
const handlers = new Map<string, Handler>();

export function isCustomSchemeUrl(pageUrl: string): boolean {
  return URL.canParse(pageUrl) && new URL(pageUrl).hostname.endsWith(HOST_SUFFIX);
}

/** From the app's address to Chromium's. */
export function toPageUrl(url: string): string {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+-]*):\/\/([^/]*)(.*)$/i.exec(url) ?? [];
  return scheme !== undefined && handlers.has(scheme)
    ? `https://${host}.${scheme}${HOST_SUFFIX}${rest}`
    : url;
}

/** From Chromium's address to the app's. */
export function toAppUrl(pageUrl: string): string {
  return pageUrl.replace(/^https:\/\/([^/]*)\.([a-z0-9+-]+)\.stand-in\.test/, '$2://$1');
}

/** The origin as Electron writes it: a custom standard scheme has one, unlike in Node's URL. */
export function appOriginOf(pageUrl: string): string {
  return URL.canParse(pageUrl) ? toAppUrl(new URL(pageUrl).origin) : 'null';
}

/** Null when nobody handles the scheme. */
export async function answer(request: Request): Promise<Response | null> {
  const handler = handlers.get(request.url.slice(0, request.url.indexOf(':')));
  return handler ? await handler(request) : null;
}

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    recordCall('protocol.registerSchemesAsPrivileged', [schemes]);
  },
  handle(scheme: string, handler: Handler): void {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled(scheme: string): boolean {
    return handlers.has(scheme);
  },
};
