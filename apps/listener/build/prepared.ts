import { type PageData, pageDocument, pageTexts, pickPageLanguage } from '@mauzin/shared';

/** What the build needs of our own modules. They are TypeScript, so Vite runs them; this is the door. */
export { drawShells } from './draw-shells.ts';
export { drawIcons } from './icons.ts';

/** The page as `vite` serves it to whoever works on it: filled in, but drawn by its script alone. */
export function servedDocument(template: string, address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  const [, kind, slug] = /^\/(s|embed)\/([^/]+)/.exec(pathname) ?? [];
  const data: PageData = {
    station: slug === undefined ? null : { slug, name: slug, language: 'en' },
    language: pickPageLanguage([searchParams.get('lang') ?? 'en']),
    mode: kind === 'embed' ? 'embed' : searchParams.has('receiver') ? 'receiver' : 'page',
    live: false,
    texts: pageTexts(pickPageLanguage([searchParams.get('lang') ?? 'en'])),
  };
  return pageDocument({ template, shells: {}, data, origin: null });
}
