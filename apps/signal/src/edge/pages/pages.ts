import { type PageLanguage, pageLanguages, type PageMode, type Station } from '@mauzin/shared';
import type { Context, Hono } from 'hono';

import type { ServiceClock } from '../../clock.ts';
import { cameByTls } from '../sockets/address-of.ts';
import type { StationConfig, StationDirectory } from '../../store/stations/contracts.ts';
import { askedLanguage } from './asked-language.ts';
import { BodyCache } from '../http/body-cache.ts';
import { sendableOf } from '../http/compress.ts';
import { allowInline } from '../http/headers.ts';
import { manifestOf } from './manifest.ts';
import { PageCache } from './page-cache.ts';
import { PublicOrigin } from './public-origin.ts';
import { send } from '../http/send.ts';
import { stationList } from './station-list.ts';
import { TextsStore } from './texts.ts';

export interface PagesSettings {
  readonly addressHeader: string | null;
  readonly clock: ServiceClock;
  /** The built listener page (a folder). Null: there is none, and pages answer 503. */
  readonly pagesDir: string | null;
  readonly publicUrl: string | null;
  readonly stations: StationDirectory;
}

export interface PagesOptions {
  readonly settings: PagesSettings;
  /** Null where there is no such station. */
  readonly stationOf: (slug: string) => { readonly station: Station; readonly live: boolean } | null;
}

const notBuilt =
  'The listener page has not been built, or the service was not told where it is. ' +
  'Build it (pnpm --filter @mauzin/listener run build), then start the service with its folder as the pages folder.\n';
/** Most that is kept of manifests, bytes: half a kilobyte each. */
const mostManifestBytes = 1024 * 1024;
/** The browser asks for the file anew each time, and is sent it only when it has changed. */
const revalidated = 'no-cache';

/** The listener page in its three modes, its words, its manifest, and the list of stations. */
export function addPages(app: Hono, { settings, stationOf }: PagesOptions): void {
  const { clock, pagesDir, publicUrl, stations } = settings;
  const pages = new PageCache(pagesDir);
  const texts = new TextsStore();
  const manifests = new BodyCache(mostManifestBytes);
  const origins = new PublicOrigin(publicUrl);
  const listed = (): readonly StationConfig[] =>
    stations.all().filter((station) => station.settings?.listed !== false);

  const sendPage = async (context: Context, mode: PageMode): Promise<Response> => {
    const { req } = context;
    const known = stationOf(req.param('slug') ?? '');
    const station = known?.station ?? null;
    const headers = { 'x-forwarded-proto': req.header('x-forwarded-proto') };
    const page = await pages.get({
      station,
      // Strangers see the page of a private station, too.
      live: known?.live === true && station?.private !== true,
      mode,
      language: languageOf(context, station),
      accepted: req.header('accept-encoding'),
      origin: origins.of(req.header('host'), cameByTls({ headers }, settings), clock.now()),
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
    const known = stationOf(context.req.param('slug'));
    if (!known) return context.notFound();
    const text = JSON.stringify(manifestOf(known.station));
    const body = await manifests.get(text, context.req.header('accept-encoding'), () => Buffer.from(text));
    return send(context, body, { type: 'application/manifest+json', cacheControl: revalidated });
  });
  app.get('/texts/:file{[a-z]+\\.json}', async (context) => {
    const language = pageLanguages.find((known) => `${known}.json` === context.req.param('file'));
    if (!language) return context.notFound();
    const body = await texts.get(language);
    return send(context, sendableOf(body, context.req.header('accept-encoding')), {
      type: 'application/json',
      cacheControl: revalidated,
    });
  });
  app.get('/', (context) => {
    const [only, another] = listed();
    if (only && !another) return context.redirect(`/s/${only.slug}`, 302);
    return context.html(stationList(listed(), languageOf(context, null)), 200, {
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
