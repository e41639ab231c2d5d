import { Receiver } from '../core/receiver.ts';
import { Renewal } from '../core/renewal.ts';
import { browserScreen } from '../edge/screen.ts';
import { ReceiverScreen } from '../view/receiver-screen.tsx';
import type { ModeParts } from './mode-parts.ts';

/** For the tablet on the wall. */
export const parts: ModeParts = {
  screenOf: () => ReceiverScreen,
  receiver: { Receiver, Renewal, browserScreen },
};
