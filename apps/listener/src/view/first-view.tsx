import type { PageData } from '@mauzin/shared';
import type { VNode } from 'preact';

import { noActions } from './actions.ts';
import { screens } from './screens.ts';
import { firstPage } from './store.ts';
import { View } from './view.tsx';

/**
 * The page's `<main>` as it stands before any script: drawn by whoever serves the page, and drawn again, identically, by the
 * script as its first act. Pure: nothing of the device is in it. A placeholder may stand for the station's name and slug;
 * they are text and a part of an address, nothing depends on them.
 */
export const firstView = (data: PageData): VNode => (
  <View page={firstPage(data)} actions={noActions} screen={screens[data.mode]} />
);
