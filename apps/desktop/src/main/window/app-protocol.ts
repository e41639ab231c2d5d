import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

import type { Protocol } from 'electron';

import {
  isRecordingPath,
  recordingResponse,
  type RecordingResponseOptions,
} from '../recordings/recording-response.ts';
import { appScheme, isOwnUrl } from './app-origin.ts';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' mediastream:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** To be called before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the built renderer from `folder`, and the recordings; everything else is not found. */
export function serveApp(
  protocol: Pick<Protocol, 'handle'>,
  folder: string,
  recordings: RecordingResponseOptions,
): void {
  protocol.handle(appScheme, async (request) => {
    const path = isOwnUrl(request.url) ? new URL(request.url).pathname : null;
    if (path === null) return new Response('Not found', { status: 404, headers });
    if (!isRecordingPath(path)) return fileResponse(folder, path);
    const response = await recordingResponse(request, recordings);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  });
}

async function fileResponse(folder: string, path: string): Promise<Response> {
  const file = fileWithin(folder, path);
  const body = file === null ? null : await readFile(file).catch(() => null);
  if (file === null || body === null) return new Response('Not found', { status: 404, headers });
  const type = contentTypes[extname(file)] ?? 'application/octet-stream';
  return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': type } });
}

/** The file that a path names, or null when it would leave the folder. */
function fileWithin(folder: string, path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const root = normalize(folder + sep);
  const file = normalize(join(root, decoded));
  return file.startsWith(root) && !decoded.includes('\0') ? file : null;
}
