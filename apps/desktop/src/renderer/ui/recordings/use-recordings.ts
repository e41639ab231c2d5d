import type { Recording, RecordingState } from '@mauzin/desktop-contract';
import { useCallback, useEffect, useState } from 'react';

import { useAskMain } from '../lock/use-ask-main.ts';

export interface RecordingList {
  /** Null until main has answered. */
  readonly list: readonly Recording[] | null;
  readonly unreadable: boolean;
  readonly look: () => void;
  /** Resolves true when the recording is gone. */
  readonly remove: (name: string) => Promise<boolean>;
}

/** The recordings on disk; looked at anew when one begins or ends, and when the window comes back to the front. */
export function useRecordings(recording: RecordingState): RecordingList {
  const ask = useAskMain();
  const [list, setList] = useState<readonly Recording[] | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const look = useCallback(async (): Promise<void> => {
    const answer = await ask(({ call }) => call('list-recordings', undefined));
    setUnreadable(!answer.ok);
    setList(answer.ok ? answer.value : null);
  }, [ask]);
  const file = recording.name === 'on' ? recording.file : recording.name;
  useEffect(() => {
    const again = (): void => void look();
    again();
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
    // A file that begins or ends is what makes another list.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [look, file]);
  const remove = async (name: string): Promise<boolean> => {
    const answer = await ask(({ call }) => call('delete-recording', name));
    if (answer.ok) await look();
    return answer.ok;
  };
  return { list, unreadable, look: () => void look(), remove };
}
