import type { CallName, EventName } from '@mauzin/desktop-contract';

/** The prefix keeps our channels apart from Electron's own. */
export const channelOf = (name: CallName | EventName): string => `mauzin:${name}`;
