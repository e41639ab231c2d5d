import type { DesktopState } from '@mauzin/shared';

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
        <button type="button" className="quiet" onClick={() => store.setState({ page: 'settings' })}>
          {locked ? texts.unlock : texts.settings}
        </button>
      )}
    </>
  );
}
