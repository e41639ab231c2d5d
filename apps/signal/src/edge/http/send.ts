import type { Context } from 'hono';

import type { Sendable } from './compress.ts';

export interface Sending {
  readonly type: string;
  readonly cacheControl: string;
  /** What the body depends on besides the encoding. */
  readonly vary?: 'Accept-Language';
  readonly status?: 200 | 404;
}

/** Sends a body, or says that the asker has it already (304, RFC 9110 §13.1.2). */
export function send(context: Context, body: Sendable, options: Sending): Response {
  const { type, cacheControl, vary, status = 200 } = options;
  const headers = {
    'Cache-Control': cacheControl,
    ETag: body.etag,
    Vary: vary === undefined ? 'Accept-Encoding' : `Accept-Encoding, ${vary}`,
  };
  if (status === 200 && isKnown(context.req.header('if-none-match'), body.etag)) {
    return context.body(null, 304, headers);
  }
  const { bytes, encoding } = body;
  return context.body(new Uint8Array(bytes), status, {
    ...headers,
    'Content-Type': type,
    ...(encoding === null ? {} : { 'Content-Encoding': encoding }),
  });
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  const known = new Set((ifNoneMatch ?? '').split(',').map(opaque));
  return known.has(opaque(etag)) || known.has('*');
}
