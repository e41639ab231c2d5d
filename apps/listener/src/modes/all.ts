import type { ModeParts } from './mode-parts.ts';
import { parts as page } from './page.ts';
import { parts as receiver } from './receiver.ts';

/** For whoever works on the page. The build puts `page.ts` and `receiver.ts` in its place, each in a script of its own. */
export const parts: ModeParts = {
  screenOf: (mode) => (mode === 'receiver' ? receiver : page).screenOf(mode),
  receiver: receiver.receiver,
};
