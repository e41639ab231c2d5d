import { EmbedScreen } from '../view/embed-screen.tsx';
import { PageScreen } from '../view/page-screen.tsx';
import type { ModeParts } from './mode-parts.ts';

/** For phones, and for the small player in other sites. */
export const parts: ModeParts = {
  screenOf: (mode) => (mode === 'embed' ? EmbedScreen : PageScreen),
  receiver: null,
};
