import type { PageMode } from '@mauzin/shared';

import { EmbedScreen } from './embed-screen.tsx';
import { PageScreen } from './page-screen.tsx';
import { ReceiverScreen } from './receiver-screen.tsx';
import type { Screen } from './view.tsx';

/** The screens of all modes, for whoever draws the page; a phone loads only its own. */
export const screens: Readonly<Record<PageMode, Screen>> = {
  page: PageScreen,
  receiver: ReceiverScreen,
  embed: EmbedScreen,
};
