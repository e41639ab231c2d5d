import { directionOf, type DocumentTexts, documentTexts, graphLocales } from '../texts/index.ts';
import { escapeHtml, jsonForHtml } from './escape.ts';
import type { PageData } from './page-data.ts';
import { fillShell, type Shells } from './shells.ts';

/** Where things go in the built `index.html`. */
export const pageMarks = {
  /** In the head: what the service says of the station. */
  head: '<!--station-->',
  /** First in the body: what works without scripts. */
  noScript: '<!--no-script-->',
  /** In the page's own element: the page as it was drawn. */
  drawn: '<!--drawn-->',
  /** Beside that element: what is shown where the page's script does not come. */
  unread: '<!--unread-->',
  /** Last: the page's data. */
  data: '<!--data-->',
} as const;

/** The share picture that is built beside the page; its sides in pixels. */
export const sharePicture = { path: '/share.png', width: 1200, height: 630 } as const;

export interface PageDocument {
  readonly template: string;
  readonly shells: Shells;
  readonly data: PageData;
  /** Where the page is found from outside, without a slash at the end. Null leaves out what needs a whole address. */
  readonly origin: string | null;
}

/** The page as it is sent: drawn, named, in its language, with its data. Pure. */
export function pageDocument({ template, shells, data, origin }: PageDocument): string {
  const { language, mode } = data;
  const texts = documentTexts[language];
  const opening = `<html lang="${language}" dir="${directionOf(language)}" data-mode="${mode}">`;
  const unread = `<p class="unread">${escapeHtml(texts.unread)}</p>`;
  const block = `<script type="application/json" id="page-data">${jsonForHtml(data)}</script>`;
  return template
    .replace(/<html[^>]*>/, () => opening)
    .replace(/<(?:link|script)[^>]* data-for="([\w ]+)"[^>]*>(?:<\/script>)?/g, (tag, modes: string) =>
      modes.split(' ').includes(mode) ? tag : '',
    )
    .replace(pageMarks.head, () => headOf(data, texts, origin))
    .replace(pageMarks.noScript, () => withoutScripts(data, texts))
    .replace(pageMarks.drawn, () => fillShell(shells, data) ?? '')
    .replace(pageMarks.unread, () => unread)
    .replace(pageMarks.data, () => block);
}

/** Title, manifest, and what others show of a shared link (Open Graph, https://ogp.me), all of it without a script. */
function headOf({ station, mode, language }: PageData, texts: DocumentTexts, origin: string | null): string {
  const title = `<title>${escapeHtml(station?.name ?? 'Mauzin')}</title>`;
  if (station === null) return `${title}<meta name="robots" content="noindex">`;
  // A page in another site's frame is neither shared nor to be found by search engines.
  if (mode === 'embed') return `${title}<meta name="robots" content="noindex">`;
  const address = `/s/${station.slug}`;
  const graph = {
    'og:type': 'website',
    'og:site_name': 'Mauzin',
    'og:title': station.name,
    'og:description': texts.description,
    'og:locale': graphLocales[language],
    ...(origin === null ? {} : { 'og:url': `${origin}${address}` }),
    ...(origin === null ? {} : pictureOf(origin, station.name)),
  };
  const cards = { 'twitter:card': 'summary_large_image' };
  return [
    title,
    `<meta name="description" content="${escapeHtml(texts.description)}">`,
    ...Object.entries(graph).map(([key, text]) => `<meta property="${key}" content="${escapeHtml(text)}">`),
    ...Object.entries(cards).map(([key, text]) => `<meta name="${key}" content="${text}">`),
    `<link rel="manifest" href="${address}/manifest.webmanifest">`,
  ].join('');
}

const pictureOf = (origin: string, name: string): Record<string, string> => ({
  'og:image': `${origin}${sharePicture.path}`,
  'og:image:type': 'image/png',
  'og:image:width': String(sharePicture.width),
  'og:image:height': String(sharePicture.height),
  'og:image:alt': name,
});

/**
 * A plain player: the HTTP live stream needs no script. It is filled up, or the element would fall seconds behind. A private station
 * needs its code, which only the page can ask for.
 */
function withoutScripts({ station }: PageData, texts: DocumentTexts): string {
  if (station === null) return '';
  if (station.private === true) return `<noscript><p>${escapeHtml(texts.needsScript)}</p></noscript>`;
  const player = `<audio controls preload="none" src="/live/${station.slug}.webm?filled=1"></audio>`;
  return `<noscript><p>${escapeHtml(texts.noScript)}</p>${player}</noscript>`;
}
