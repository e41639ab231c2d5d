import type { HttpBindings } from '@hono/node-server';
import type { Station } from '@mauzin/shared';
import { type Context, Hono } from 'hono';

import type { LineMeter } from '../line-meter.ts';
import type { ServiceLogger } from '../service-logger.ts';
import type { AddressOf } from './sockets/address-of.ts';
import { AssetStore } from './pages/assets.ts';
import { sendableOf } from './http/compress.ts';
import { type EmbedOrigins, securityHeaders } from './http/headers.ts';
import type { HttpPart } from './http/http-part.ts';
import { addPages, type PagesOptions, type PagesSettings } from './pages/pages.ts';
import type { Readiness } from './http/readiness.ts';
import { send } from './http/send.ts';

export interface StationStatus extends Station {
  readonly live: boolean;
  /** How long the station has been on the air, ms; null when it is off. */
  readonly onAirMs: number | null;
  /** How many listener pages are open now. */
  readonly listeners: number;
}

export interface HttpAppSettings extends PagesSettings {
  /** Answers requests below `/api/admin`. Null: there is no such API. */
  readonly adminApi: HttpPart | null;
  readonly addressOf: AddressOf;
  readonly embedOrigins: EmbedOrigins;
  readonly lines: LineMeter;
  readonly logger: ServiceLogger;
}

export interface HttpAppOptions {
  readonly settings: HttpAppSettings;
  readonly statusOf: (slug: string) => StationStatus | null;
  readonly stationOf: PagesOptions['stationOf'];
  readonly readiness: () => Promise<Readiness>;
}

/** Everything that the service answers over plain HTTP, besides sound. */
export function createHttpApp({ readiness, settings, stationOf, statusOf }: HttpAppOptions): Hono {
  const { addressOf, adminApi, pagesDir, embedOrigins, lines, logger } = settings;
  const app = new Hono({ strict: false });
  const assets = new AssetStore(pagesDir);

  app.use(securityHeaders(embedOrigins));
  app.get('/healthz', (context) => context.json({ ok: true }, 200, { 'Cache-Control': 'no-store' }));
  app.get('/readyz', async (context) => {
    const answer = await readiness();
    return context.json(answer, answer.ready ? 200 : 503, { 'Cache-Control': 'no-store' });
  });
  app.get('/api/stations/:slug', (context) => {
    const status = statusOf(context.req.param('slug'));
    const headers = { 'Cache-Control': 'no-store' };
    if (!status) return context.json({ error: 'unknown-station' }, 404, headers);
    return context.json(toldToStrangers(status), 200, headers);
  });
  if (adminApi) {
    app.all('/api/admin/*', (context) => {
      const { incoming } = context.env as HttpBindings;
      return adminApi(context.req.raw, addressOf(incoming));
    });
  }
  addPages(app, { settings, stationOf });
  // The assets' names change with their content, so a browser never needs to ask for one again.
  app.get('/assets/*', (context) => sendAsset(context, assets, 'public, max-age=31536000, immutable'));
  app.get('/:file{[A-Za-z0-9_-]+\\.(?:svg|png|ico|webmanifest|txt)}', (context) =>
    sendAsset(context, assets, 'public, max-age=3600'),
  );
  app.notFound((context) => context.text('There is nothing here.\n', 404));
  app.onError((error, context) => {
    const line = lines.next('an answer');
    if (line !== null) logger.error({ err: error, ...line }, 'answering a request failed');
    return context.text('Something went wrong in the service.\n', 500);
  });
  return app;
}

/** Of a private station its name, and nothing else. */
const toldToStrangers = (status: StationStatus): object => {
  const { name, private: isPrivate, slug } = status;
  return isPrivate === true ? { slug, name, private: true } : status;
};

async function sendAsset(context: Context, assets: AssetStore, cacheControl: string): Promise<Response> {
  const asset = await assets.get(context.req.path.slice(1).split('/'));
  if (!asset) return context.notFound();
  const body = sendableOf(asset.body, context.req.header('accept-encoding'));
  return send(context, body, { type: asset.type, cacheControl });
}
