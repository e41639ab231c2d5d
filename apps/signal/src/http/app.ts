import type { Station } from '@mauzin/shared';
import { type Context, Hono } from 'hono';

import type { ServiceLogger } from '../options.ts';
import { AssetStore } from './assets.ts';
import { type Body, pickEncoding } from './compress.ts';
import { securityHeaders } from './headers.ts';
import { escapeHtml, PageStore } from './page.ts';

export interface StationStatus extends Station {
  readonly live: boolean;
  /** How long it has been on the air, ms; null when it is off. */
  readonly onAirMs: number | null;
  /** Listener pages open now. */
  readonly listeners: number;
}

export interface HttpAppOptions {
  readonly pagesDir: string | null;
  readonly stations: readonly Station[];
  readonly statusOf: (slug: string) => StationStatus | null;
  readonly logger: ServiceLogger;
}

const notBuilt =
  'The listener page has not been built, or the service was not told where it is. ' +
  'Build it (pnpm --filter @mauzin/listener run build), then start the service with its folder as the pages folder.\n';

/** Everything that the service answers over plain HTTP. */
export function createHttpApp({ pagesDir, stations, statusOf, logger }: HttpAppOptions): Hono {
  const app = new Hono({ strict: false });
  const pages = new PageStore(pagesDir);
  const assets = new AssetStore(pagesDir);
  const bySlug = new Map(stations.map((station) => [station.slug, station]));

  app.use(securityHeaders);
  app.get('/healthz', (context) => context.json({ ok: true }, 200, { 'Cache-Control': 'no-store' }));
  app.get('/api/stations/:slug', (context) => {
    const status = statusOf(context.req.param('slug'));
    const headers = { 'Cache-Control': 'no-store' };
    if (!status) return context.json({ error: 'unknown-station' }, 404, headers);
    return context.json(status, 200, headers);
  });
  app.get('/s/:slug', async (context) => {
    const station = bySlug.get(context.req.param('slug')) ?? null;
    const page = await pages.get(station);
    if (!page) return context.text(notBuilt, 503, { 'Cache-Control': 'no-store' });
    return send(context, page, 'text/html; charset=utf-8', 'no-cache', station ? 200 : 404);
  });
  app.get('/', (context) => {
    const [only, another] = stations;
    if (only && !another) return context.redirect(`/s/${only.slug}`, 302);
    return context.html(stationList(stations), 200, { 'Cache-Control': 'no-cache' });
  });
  // Their names change with their content, so they never need to be asked for again.
  app.get('/assets/*', (context) => sendAsset(context, assets, 'public, max-age=31536000, immutable'));
  app.get('/:file{[A-Za-z0-9_-]+\\.(?:svg|png|ico|webmanifest|txt)}', (context) =>
    sendAsset(context, assets, 'public, max-age=3600'),
  );
  app.notFound((context) => context.text('There is nothing here.\n', 404));
  app.onError((error, context) => {
    logger.error({ err: error }, 'answering a request failed');
    return context.text('Something went wrong in the service.\n', 500);
  });
  return app;
}

async function sendAsset(context: Context, assets: AssetStore, cacheControl: string): Promise<Response> {
  const asset = await assets.get(context.req.path.slice(1).split('/'));
  return asset ? send(context, asset.body, asset.type, cacheControl, 200) : context.notFound();
}

function send(context: Context, body: Body, type: string, cacheControl: string, status: 200 | 404): Response {
  const encoding = pickEncoding(context.req.header('accept-encoding'), body);
  const bytes = (encoding === null ? undefined : body.encoded[encoding]) ?? body.plain;
  return context.body(new Uint8Array(bytes), status, {
    'Content-Type': type,
    'Cache-Control': cacheControl,
    Vary: 'Accept-Encoding',
    ...(encoding === null ? {} : { 'Content-Encoding': encoding }),
  });
}

function stationList(stations: readonly Station[]): string {
  const items = stations.map(
    ({ slug, name, language }) =>
      `<li><a href="/s/${slug}" lang="${escapeHtml(language)}" dir="auto">${escapeHtml(name)}</a></li>`,
  );
  const list = items.length > 0 ? `<ul>${items.join('')}</ul>` : '<p>There are no stations here yet.</p>';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mauzin</title></head><body><h1>Mauzin</h1>${list}</body></html>`;
}
