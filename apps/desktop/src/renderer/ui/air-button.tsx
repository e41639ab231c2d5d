import { type RefObject, useEffect, useId, useRef } from 'react';

import { useEscape } from './settings/use-escape.ts';
import { useParts, useTexts, useWindow } from './use-window.ts';

interface AirButtonProps {
  readonly wantsLive: boolean;
  /** Nothing to broadcast, or the last broadcast is still ending. */
  readonly held: boolean;
}

/** The one button: goes live at once, and stops after one question. */
export function AirButton({ held, wantsLive }: AirButtonProps) {
  const { bridge, store } = useParts();
  const texts = useTexts();
  const asking = useWindow((state) => state.askingToStop) && wantsLive;
  const main = useRef<HTMLButtonElement>(null);
  useFocusOf(main, asking);
  const ask = (askingToStop: boolean): void => store.setState({ askingToStop });
  if (!wantsLive) {
    return (
      <button
        ref={main}
        type="button"
        className="air-button go"
        disabled={held}
        onClick={() => void bridge.call('set-live', true)}
      >
        {texts.button.goLive}
      </button>
    );
  }
  if (!asking) {
    return (
      <button ref={main} type="button" className="air-button stop" onClick={() => ask(true)}>
        {texts.button.stop}
      </button>
    );
  }
  return (
    <StopQuestion stay={main} answer={(stop) => (stop ? void bridge.call('set-live', false) : ask(false))} />
  );
}

interface StopQuestionProps {
  readonly stay: RefObject<HTMLButtonElement | null>;
  readonly answer: (stop: boolean) => void;
}

/** Asked once. The focus waits on staying: a second Enter by mistake must not end a prayer. */
function StopQuestion({ answer, stay }: StopQuestionProps) {
  const texts = useTexts();
  const questionId = useId();
  useEscape(() => answer(false));
  return (
    <div className="stop-question" role="alertdialog" aria-labelledby={questionId}>
      <p id={questionId}>{texts.stopQuestion}</p>
      <button type="button" className="air-button stop" onClick={() => answer(true)}>
        {texts.button.stopNow}
      </button>
      <button ref={stay} type="button" className="air-button stay" onClick={() => answer(false)}>
        {texts.button.stay}
      </button>
    </div>
  );
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
