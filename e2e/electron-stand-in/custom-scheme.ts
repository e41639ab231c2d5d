import { recordCall } from './calls.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/**
 * Chromium knows no schemes of an app's own, so `app://bundle/x` is shown to it as
 * `http://bundle.app.stand-in.localhost/x`, which it takes for secure, with an origin of its own. Requests never leave the
 * machine: they are answered on its loopback.
 */
export const HOST_SUFFIX = '.stand-in.localhost';
const handlers = new Map<string, Handler>();

/** From the app's address to Chromium's. */
export function toPageUrl(url: string): string {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+-]*):\/\/([^/]*)(.*)$/i.exec(url) ?? [];
  return scheme !== undefined && handlers.has(scheme) ? `http://${host}.${scheme}${HOST_SUFFIX}${rest}` : url;
}

/** From Chromium's address to the app's. */
export function toAppUrl(pageUrl: string): string {
  return pageUrl.replace(/^http:\/\/([^/]*)\.([a-z0-9+-]+)\.stand-in\.localhost/, '$2://$1');
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
};
