import type { DesktopBridge } from '@mauzin/shared';
import { useCallback } from 'react';

import { useParts } from '../use-window.ts';
import { type Answer, askMain } from './ask-main.ts';

/** Makes a call that main may refuse; see {@link askMain}. */
export function useAskMain(): <T>(
  call: (bridge: Pick<DesktopBridge, 'call'>) => Promise<T>,
) => Promise<Answer<T>> {
  const { bridge, store } = useParts();
  return useCallback(
    (call) => askMain({ bridge, learn: (desktop) => store.setState({ desktop }) }, call),
    [bridge, store],
  );
}
