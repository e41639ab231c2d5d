import { useEffect, useRef, useState } from 'react';

import { keyCapsOf } from './accelerator.ts';
import { isMac, PressKeys } from './press-keys.tsx';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

/** The keys that go live from any program, taken by pressing them. */
export function ShortcutField() {
  const { desktop } = useSettings();
  const { button, goingLive: texts } = useSettingsTexts();
  const { end, listen, listening, set } = useShortcut();
  const changeButton = useFocusAfter(listening);
  const { shortcut } = desktop.settings.automation;
  return (
    <div className="settings-row action">
      <span className="settings-words">
        <span>{texts.shortcut.name}</span>
        <span className="settings-hint">{texts.shortcut.hint}</span>
        {desktop.shortcutTaken && !listening && (
          <span className="settings-error" role="alert">
            {texts.shortcutTaken}
          </span>
        )}
      </span>
      {listening ? (
        <PressKeys onEnd={end} />
      ) : (
        <span className="settings-buttons">
          <KeyCaps shortcut={shortcut} />
          <button
            ref={changeButton}
            type="button"
            className="plain"
            aria-label={`${button.change}: ${texts.shortcut.name}`}
            onClick={listen}
          >
            {button.change}
          </button>
          {shortcut !== null && (
            <button
              type="button"
              className="quiet"
              aria-label={`${button.remove}: ${texts.shortcut.name}`}
              onClick={() => set(null)}
            >
              {button.remove}
            </button>
          )}
        </span>
      )}
    </div>
  );
}

function KeyCaps({ shortcut }: { readonly shortcut: string | null }) {
  const { goingLive: texts } = useSettingsTexts();
  if (shortcut === null) return <span className="settings-hint">{texts.noShortcut}</span>;
  return (
    <span className="key-caps" dir="ltr">
      {keyCapsOf(shortcut, isMac()).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

/** While new keys are pressed the old ones mean nothing: pressing them once more must not go live. */
function useShortcut() {
  const { change, desktop } = useSettings();
  const [before, setBefore] = useState<{ readonly shortcut: string | null } | null>(null);
  const set = (shortcut: string | null): void => void change('automation', (was) => ({ ...was, shortcut }));
  const listen = (): void => {
    setBefore({ shortcut: desktop.settings.automation.shortcut });
    set(null);
  };
  const end = (pressed: string | null): void => {
    setBefore(null);
    set(pressed ?? before?.shortcut ?? null);
  };
  return { listening: before !== null, set, listen, end };
}

/** Gives the focus back to an element once it is there again. */
function useFocusAfter(away: boolean): React.RefObject<HTMLButtonElement | null> {
  const element = useRef<HTMLButtonElement>(null);
  const was = useRef(away);
  useEffect(() => {
    if (was.current && !away) element.current?.focus();
    was.current = away;
  }, [away]);
  return element;
}
