/** The page for the wall, printed by main and seen by nobody. All that it knows stands in its address. */
import { readPoster } from '@mauzin/desktop-contract';
import { directionOf } from '@mauzin/shared';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

import { PosterSheet } from './poster-sheet.tsx';

const poster = readPoster(location.search);
const root = document.getElementById('root');
const [language] = poster?.languages ?? [];
if (poster && root && language) {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  document.title = poster.mosque;
  // At once: the page is printed as soon as it has loaded.
  flushSync(() => createRoot(root).render(<PosterSheet poster={poster} />));
}
