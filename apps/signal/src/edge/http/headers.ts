import type { Context, MiddlewareHandler } from 'hono';

/** Sites that may show `/embed/<station>` in a frame. */
export type EmbedOrigins = readonly string[] | 'any';

const hostShape = /^[A-Za-z0-9.-]+(?::\d{1,5})?$|^\[[0-9A-Fa-f:]+\](?::\d{1,5})?$/;

export const isHost = (text: string): boolean => text.length <= 260 && hostShape.test(text);

/** Inline scripts and styles of a page: the hash of each text, SHA-256 in base64. */
export interface Inline {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

const nothingInline: Inline = { scripts: [], styles: [] };
/** The context's key under which a page leaves its inline hashes for its headers. */
const inlineKey = 'inline';

/** Allows this page's own inline scripts and styles, and no others (CSP Level 3, §6.7.3.3). */
export const allowInline = (context: Context, inline: Inline): void => context.set(inlineKey, inline);

/**
 * What the page may do: its own scripts, styles, pictures, sound and sockets, and nothing else. Older Safari does not count
 * a WebSocket to the same host as `'self'`, so the host is named as well.
 */
export function contentSecurityPolicy(
  host: string | undefined,
  frameAncestors = "'none'",
  { scripts, styles }: Inline = nothingInline,
): string {
  const own = (hashes: readonly string[]): string =>
    ["'self'", ...hashes.map((hash) => `'sha256-${hash}'`)].join(' ');
  const sockets = host !== undefined && isHost(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    `script-src ${own(scripts)}`,
    `style-src ${own(styles)}`,
    `connect-src 'self'${sockets}`,
    "media-src 'self' blob:",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

/** The page plays and keeps the screen awake; it has no use for anything that could tell of the person. */
const permissions = [
  'autoplay=(self)',
  'screen-wake-lock=(self)',
  ...['camera', 'microphone', 'geolocation', 'display-capture', 'payment', 'usb'].map((one) => `${one}=()`),
].join(', ');

function ancestorsOf(embedOrigins: EmbedOrigins): string {
  if (embedOrigins === 'any') return '*';
  return embedOrigins.length === 0 ? "'none'" : ["'self'", ...embedOrigins].join(' ');
}

/** Headers of every answer. Only the small player may stand in another site's frame: it has nothing but a button to play. */
export function securityHeaders(embedOrigins: EmbedOrigins): MiddlewareHandler {
  const embedAncestors = ancestorsOf(embedOrigins);
  return async (context, next) => {
    await next();
    const ancestors = context.req.path.startsWith('/embed/') ? embedAncestors : "'none'";
    const inline = context.get(inlineKey) as Inline | undefined;
    const policy = contentSecurityPolicy(context.req.header('host'), ancestors, inline);
    context.header('Content-Security-Policy', policy);
    context.header('Permissions-Policy', permissions);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
  };
}
