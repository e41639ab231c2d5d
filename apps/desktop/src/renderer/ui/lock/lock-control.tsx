import type { DesktopState } from '@mauzin/desktop-contract';
import { useEffect, useRef } from 'react';

import { useSettingsTexts } from '../settings/use-settings-texts.ts';
import { useParts, useWindow } from '../use-window.ts';
import { useAskMain } from './use-ask-main.ts';

/** The quiet way to the settings: straight, or by the PIN. With a PIN it also locks again. */
export function LockControl({ desktop }: { readonly desktop: DesktopState }) {
  const { store } = useParts();
  const page = useWindow((state) => state.page);
  const { lock: texts } = useSettingsTexts();
  const ask = useAskMain();
  const { locked, pinSet } = desktop.lock;
  const link = useFocusOnReturn(page === 'air');
  return (
    <>
      {pinSet && !locked && (
        <button
          type="button"
          className="quiet"
          onClick={() => void ask(({ call }) => call('lock', undefined))}
        >
          {texts.lock}
        </button>
      )}
      {(locked || page === 'air') && (
        // While locked, the wish to see the settings is what asks for the PIN: see PinDialog.
        <button
          ref={link}
          type="button"
          className="quiet"
          onClick={() => store.setState({ page: 'settings' })}
        >
          {locked ? texts.unlock : texts.settings}
        </button>
      )}
    </>
  );
}

/** Whoever comes back from a page that took the focus with it goes on where they left. */
function useFocusOnReturn(here: boolean): React.RefObject<HTMLButtonElement | null> {
  const element = useRef<HTMLButtonElement>(null);
  const was = useRef(here);
  useEffect(() => {
    if (here && !was.current && document.activeElement === document.body) element.current?.focus();
    was.current = here;
  }, [here]);
  return element;
}
