import type { CallName, EventName } from '@mauzin/shared';

/** The prefix keeps our channels apart from Electron's own. */
export const channelOf = (name: CallName | EventName): string => `mauzin:${name}`;
