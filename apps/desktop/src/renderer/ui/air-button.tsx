import { type RefObject, useEffect, useRef } from 'react';

import { useEscape } from './settings/use-escape.ts';
import { useSettled } from './use-settled.ts';
import { useParts, useTexts, useWindow } from './use-window.ts';

interface AirButtonProps {
  readonly wantsLive: boolean;
  /** Nothing to broadcast, or the last broadcast is still ending. */
  readonly held: boolean;
  /** The element that asks whether to stop, while that is asked. */
  readonly questionId: string;
}

/**
 * The one button: goes live at once, and stops after one question. Then staying lies where *Stop* was, and has the focus: a second click
 * or Enter by mistake must not end a prayer. For a moment after each change no press counts, so that none does what it was not meant for.
 */
export function AirButton({ held, questionId, wantsLive }: AirButtonProps) {
  const { bridge, store } = useParts();
  const texts = useTexts();
  const asking = useWindow((state) => state.askingToStop) && wantsLive;
  const settled = useSettled(meaningOf(wantsLive, asking));
  const main = useRef<HTMLButtonElement>(null);
  useFocusOf(main, asking);
  const ask = (askingToStop: boolean): void => store.setState({ askingToStop });
  const press = (act: () => void) => ({
    type: 'button' as const,
    'aria-disabled': settled ? undefined : true,
    onClick: () => {
      if (settled) act();
    },
  });
  if (!asking) {
    return (
      <div className="air-act">
        {wantsLive ? (
          <button key="main" ref={main} className="air-button stop" {...press(() => ask(true))}>
            {texts.button.stop}
          </button>
        ) : (
          <button
            key="main"
            ref={main}
            className="air-button go"
            disabled={held}
            {...press(() => void bridge.call('set-live', true))}
          >
            {texts.button.goLive}
          </button>
        )}
      </div>
    );
  }
  return (
    <div className="air-act" role="alertdialog" aria-labelledby={questionId}>
      <LeaveByEscape leave={() => ask(false)} />
      <button key="main" ref={main} className="air-button stay" {...press(() => ask(false))}>
        {texts.button.stay}
      </button>
      <button className="air-button lesser stop" {...press(() => void bridge.call('set-live', false))}>
        {texts.button.stopNow}
      </button>
    </div>
  );
}

function meaningOf(wantsLive: boolean, asking: boolean): string {
  if (!wantsLive) return 'go';
  return asking ? 'question' : 'stop';
}

function LeaveByEscape({ leave }: { readonly leave: () => void }) {
  useEscape(leave);
  return null;
}

/** Moves the focus into the question, and back to the button when the element that had the focus is gone. */
function useFocusOf(main: RefObject<HTMLButtonElement | null>, asking: boolean): void {
  const asked = useRef(false);
  useEffect(() => {
    const changed = asked.current !== asking;
    asked.current = asking;
    if (changed && (asking || document.activeElement === document.body)) main.current?.focus();
  }, [asking, main]);
}
