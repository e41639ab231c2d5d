import type { DesktopBridge } from '@mauzin/desktop-contract';
import { useCallback } from 'react';

import { useParts } from '../use-window.ts';
import { type Answer, askMain } from './ask-main.ts';

/** Makes a call that main may refuse. When it was locked meanwhile, the PIN is asked for, and the page is there again after it. */
export function useAskMain(): <T>(
  call: (bridge: Pick<DesktopBridge, 'call'>) => Promise<T>,
) => Promise<Answer<T>> {
  const { bridge, store } = useParts();
  return useCallback(
    (call) => {
      const { page } = store.getState();
      return askMain(
        {
          bridge,
          learn: (desktop) => {
            store.setState({ desktop });
            store.setState({ page });
          },
        },
        call,
      );
    },
    [bridge, store],
  );
}
