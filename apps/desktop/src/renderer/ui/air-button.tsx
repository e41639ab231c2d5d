import type { AirState, AirStatus } from '@mauzin/desktop-contract';
import { type RefObject, useEffect, useRef } from 'react';

import { failureRemedy, type FailureRemedy } from '../problems.ts';
import { useEscape } from './settings/use-escape.ts';
import { useSettled } from './use-settled.ts';
import { useParts, useTexts, useWindow, type WindowParts } from './use-window.ts';

interface AirButtonProps {
  readonly air: AirState;
  readonly status: AirStatus;
  readonly wantsLive: boolean;
  /** There is nothing to broadcast. */
  readonly noSource: boolean;
  /** The element that asks whether to stop, while that is asked. */
  readonly questionId: string;
}

/** What the one button is. */
type Meaning = 'go' | 'stop' | 'question' | FailureRemedy['name'];

/**
 * The one button: goes live at once, and stops after one question. Then staying lies where *Stop* was, and has the focus: a second click
 * or Enter by mistake must not end a prayer. Where only a person can help, it does what helps. For a moment after each change no press
 * counts, so that none does what it was not meant for.
 */
export function AirButton({ air, noSource, questionId, status, wantsLive }: AirButtonProps) {
  const parts = useParts();
  const { button } = useTexts();
  const asking = useWindow((state) => state.askingToStop) && wantsLive;
  const meaning = meaningOf(status, wantsLive, asking);
  const settled = useSettled(meaning);
  const main = useRef<HTMLButtonElement>(null);
  useFocusOf(main, asking);
  const ask = (askingToStop: boolean): void => parts.store.setState({ askingToStop });
  const setLive = (live: boolean): void => void parts.bridge.call('set-live', live);
  const presses: Record<Meaning, () => void> = {
    go: () => setLive(true),
    stop: () => ask(true),
    question: () => ask(false),
    ...remedies(parts),
  };
  const labels: Record<Meaning, string> = {
    go: button.goLive,
    stop: button.stop,
    question: button.stay,
    settings: button.settings,
    'take-over': button.takeOver,
  };
  const settling = settled ? undefined : true;
  const held = meaning === 'go' && (noSource || status.name === 'stopping');
  return (
    <div className="air-act" {...(asking ? { role: 'alertdialog', 'aria-labelledby': questionId } : {})}>
      {asking && <LeaveByEscape leave={() => ask(false)} />}
      <button
        ref={main}
        type="button"
        className={`air-button ${meaning}`}
        disabled={held}
        aria-disabled={settling}
        onClick={settled ? presses[meaning] : undefined}
      >
        {labels[meaning]}
      </button>
      {isLesser[meaning] && (
        <button
          type="button"
          className={`air-button lesser ${asking ? 'stop' : 'give-up'}`}
          aria-disabled={settling}
          // While nobody hears anything there is nothing to ask.
          onClick={settled ? () => (asking || air.name !== 'live' ? setLive(false) : ask(true)) : undefined}
        >
          {asking ? button.stopNow : button.stop}
        </button>
      )}
    </div>
  );
}

/** Where the one button is not the one that stops, a lesser one beneath it is. */
const isLesser: Record<Meaning, boolean> = {
  go: false,
  stop: false,
  question: true,
  settings: true,
  'take-over': true,
};

function meaningOf(status: AirStatus, wantsLive: boolean, asking: boolean): Meaning {
  if (!wantsLive) return 'go';
  if (asking) return 'question';
  return status.name === 'failed' ? failureRemedy(status.failure).name : 'stop';
}

const remedies = ({ bridge, store }: WindowParts): Record<FailureRemedy['name'], () => void> => ({
  settings: () => store.setState({ page: 'settings' }),
  'take-over': () => void bridge.call('take-over', undefined),
});

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
