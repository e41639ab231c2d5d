import type { PageLanguage, PageTexts } from '@mauzin/shared';

/** The page's words in another language. Rejects where they do not come whole. */
export async function loadTexts(language: PageLanguage): Promise<PageTexts> {
  const response = await fetch(`/texts/${language}.json`);
  if (!response.ok) throw new Error(`the words answered with ${response.status}`);
  const texts = (await response.json()) as Partial<PageTexts>;
  const { listener, failures } = texts;
  if (!listener || !failures) throw new Error('the words are not whole');
  return { listener, failures };
}
