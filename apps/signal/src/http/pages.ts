import { type PageLanguage, pageLanguages, type PageMode, type Station } from '@mauzin/shared';
import type { Context, Hono } from 'hono';

import { askedLanguage } from './asked-language.ts';
import { compress } from './compress.ts';
import { allowInline } from './headers.ts';
import { manifestOf } from './manifest.ts';
import { PageStore } from './page.ts';
import { PublicOrigin } from './public-origin.ts';
import { send } from './send.ts';
import { stationList } from './station-list.ts';
import { TextsStore } from './texts.ts';

export interface PagesOptions {
  readonly pagesDir: string | null;
  readonly stations: readonly Station[];
  readonly isLive: (slug: string) => boolean;
  /** Where the service is found from outside; null where only its visitors know. */
  readonly publicUrl: string | null;
}

const notBuilt =
  'The listener page has not been built, or the service was not told where it is. ' +
  'Build it (pnpm --filter @mauzin/listener run build), then start the service with its folder as the pages folder.\n';
/** Asked for anew each time, and sent only when it has changed. */
const revalidated = 'no-cache';

/** The listener page in its three modes, its words, its manifest, and the list of stations. */
export function addPages(app: Hono, { pagesDir, stations, isLive, publicUrl }: PagesOptions): void {
  const pages = new PageStore(pagesDir);
  const texts = new TextsStore();
  const origins = new PublicOrigin(publicUrl);
  const bySlug = new Map(stations.map((station) => [station.slug, station]));
  const stationOf = (context: Context): Station | null => bySlug.get(context.req.param('slug') ?? '') ?? null;

  const sendPage = async (context: Context, mode: PageMode): Promise<Response> => {
    const station = stationOf(context);
    const { req } = context;
    const page = await pages.get({
      station,
      live: station !== null && isLive(station.slug),
      mode,
      language: languageOf(context, station),
      origin: origins.of(req.header('host'), req.header('x-forwarded-proto')),
    });
    if (!page) return context.text(notBuilt, 503, { 'Cache-Control': 'no-store' });
    allowInline(context, page.inline);
    return send(context, page.body, {
      type: 'text/html; charset=utf-8',
      cacheControl: revalidated,
      vary: 'Accept-Language',
      status: station ? 200 : 404,
    });
  };

  app.get('/s/:slug', (context) =>
    sendPage(context, context.req.query('receiver') === undefined ? 'page' : 'receiver'),
  );
  app.get('/embed/:slug', (context) => sendPage(context, 'embed'));
  app.get('/s/:slug/manifest.webmanifest', async (context) => {
    const station = stationOf(context);
    if (!station) return context.notFound();
    const body = await compress(Buffer.from(JSON.stringify(manifestOf(station))), 'quick');
    return send(context, body, { type: 'application/manifest+json', cacheControl: revalidated });
  });
  app.get('/texts/:file{[a-z]+\\.json}', async (context) => {
    const language = pageLanguages.find((known) => `${known}.json` === context.req.param('file'));
    if (!language) return context.notFound();
    const body = await texts.get(language);
    return send(context, body, { type: 'application/json', cacheControl: revalidated });
  });
  app.get('/', (context) => {
    const [only, another] = stations;
    if (only && !another) return context.redirect(`/s/${only.slug}`, 302);
    return context.html(stationList(stations, languageOf(context, null)), 200, {
      'Cache-Control': revalidated,
      Vary: 'Accept-Language',
    });
  });
}

function languageOf({ req }: Context, station: Station | null): PageLanguage {
  return askedLanguage({
    lang: req.query('lang'),
    acceptLanguage: req.header('accept-language'),
    stationLanguage: station?.language ?? null,
  });
}
