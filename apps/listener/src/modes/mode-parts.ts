import type { PageMode } from '@mauzin/shared';

import type { Receiver } from '../core/receiver.ts';
import type { Renewal } from '../core/renewal.ts';
import type { browserScreen } from '../edge/screen.ts';
import type { Screen } from '../view/view.tsx';

/** What the script needs for the modes that it is built for. */
export interface ModeParts {
  readonly screenOf: (mode: PageMode) => Screen;
  /** What a receiver alone needs. */
  readonly receiver: {
    readonly Receiver: typeof Receiver;
    readonly Renewal: typeof Renewal;
    readonly browserScreen: typeof browserScreen;
  } | null;
}
