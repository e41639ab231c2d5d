import {
  type PageData,
  pageLanguages,
  pageModes,
  pageTexts,
  placeholderStation,
  shellKey,
  type Shells,
  type ShellState,
  shellStates,
} from '@mauzin/shared';
import { render } from 'preact-render-to-string';

import { firstView } from '../src/view/first-view.tsx';

const facts: Readonly<Record<ShellState, Pick<PageData, 'station' | 'live'>>> = {
  waiting: { station: placeholderStation, live: false },
  ready: { station: placeholderStation, live: true },
  code: { station: { ...placeholderStation, private: true }, live: false },
  gone: { station: null, live: false },
};

/** The page as it begins, in every mode, language and state. Loaded by the build, in Node. */
export function drawShells(): Shells {
  const all = pageModes.flatMap((mode) =>
    pageLanguages.flatMap((language) =>
      shellStates.map((state): PageData => {
        const { station, live } = facts[state];
        return { station, live, mode, language, texts: pageTexts(language) };
      }),
    ),
  );
  return Object.fromEntries(all.map((data) => [shellKey(data), render(firstView(data))]));
}
