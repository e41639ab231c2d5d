import type { PageLanguage } from '@mauzin/shared';

/** Before its script, the page is looked after by `boot.ts`, which leaves its notes on the root. This takes over from it. */
interface Root {
  readonly dataset: DOMStringMap;
}
type DrawnPage = Pick<Document, 'querySelector' | 'onclick'> & { readonly documentElement: Root };

/**
 * Takes the taps from now on; to be called once the page's own buttons work.
 * @returns whether the button was tapped before: that tap is to be obeyed
 */
export function takeOver(page: DrawnPage): boolean {
  const { dataset } = page.documentElement;
  page.onclick = null;
  const tapped = 'tapped' in dataset;
  delete dataset['tapped'];
  page.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
  dataset['scripted'] = '';
  return tapped;
}

/** The language that the page was turned to though it was drawn in another. Its words are hidden until `showWords`. */
export function turnedTo(page: { readonly documentElement: Root & { lang: string } }): PageLanguage | null {
  const { dataset, lang } = page.documentElement;
  return 'turned' in dataset ? (lang as PageLanguage) : null;
}

/** Says that the words are now those of the language that the page is turned to. */
export function showWords(page: { readonly documentElement: Root }): void {
  delete page.documentElement.dataset['turned'];
}
