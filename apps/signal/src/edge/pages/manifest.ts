import { directionOf, findPageLanguage, type Station } from '@mauzin/shared';

/** The icons that are built beside the page. */
const icons = [
  { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
  { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
  { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
];
/** Longest name that a home screen shows beneath an icon, characters. */
const shortNameChars = 24;

/** What the page is called, and looks like, where a phone keeps it (W3C Web Application Manifest). */
export function manifestOf({ slug, name, language }: Station): object {
  const spoken = findPageLanguage([language]);
  return {
    id: `/s/${slug}`,
    name,
    short_name: shortName(name),
    lang: language,
    dir: spoken === null ? 'auto' : directionOf(spoken),
    start_url: `/s/${slug}`,
    scope: `/s/${slug}`,
    // A bookmark, on purpose. As an app of its own, iOS silences the page soon after the screen is locked, and Android
    // would offer to install what is better opened from its link: there is nothing here that only an app could do.
    display: 'browser',
    background_color: '#FBF9F4',
    theme_color: '#FBF9F4',
    icons,
  };
}

/** As many words of the name as there is room for beneath an icon. */
function shortName(name: string): string {
  const [first = '', ...others] = name.split(/\s+/);
  let short = first;
  for (const word of others) {
    if (short.length + 1 + word.length > shortNameChars) break;
    short += ` ${word}`;
  }
  return short;
}
