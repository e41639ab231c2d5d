import type { CallName, DesktopState } from '@mauzin/desktop-contract';
import type { Language } from '@mauzin/shared';
import type { Page } from 'playwright';

import type { GalleryDevice } from './scripted-page.ts';

/** One thing the window can show. */
export interface Scene {
  /** Also the name of its picture. */
  readonly name: string;
  readonly state: DesktopState;
  readonly devices: readonly GalleryDevice[];
  readonly answers?: Readonly<Partial<Record<CallName, unknown>>>;
  /** It takes the page's clock into its own hands, for good. */
  readonly ownsClock?: true;
  /** Brings the page to what is to be seen, and waits until it is. */
  readonly act?: (page: Page, language: Language) => Promise<void>;
  /** Waits for words that follow another language only after a while. */
  readonly turned?: (page: Page, language: Language) => Promise<void>;
}
