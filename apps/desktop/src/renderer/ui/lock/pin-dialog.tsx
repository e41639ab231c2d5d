import { fill } from '@mauzin/desktop-contract';
import { type SubmitEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';

import { formatClock } from '../../numbers.ts';
import { useSettingsTexts } from '../settings/use-settings-texts.ts';
import { useParts, useWindow } from '../use-window.ts';
import { PinPad } from './pin-pad.tsx';
import { isPin, pinDigits } from './pin.ts';
import { useCountdown } from './use-countdown.ts';

/**
 * Asks for the PIN as soon as somebody wants a page that is locked, also when it was locked while they were there. The
 * window shows the air meanwhile, and the page once main says that it is unlocked.
 */
export function PinDialog() {
  const asked = useWindow(({ desktop, page }) => desktop?.lock.locked === true && page !== 'air');
  return asked ? <PinQuestion /> : null;
}

function PinQuestion() {
  const { store } = useParts();
  const { lock: texts } = useSettingsTexts();
  const id = useId();
  const dialog = useModal();
  const { change, leftMs, message, pin, submit } = usePin();
  const input = useRef<HTMLInputElement>(null);
  const waiting = leftMs > 0;
  useEffect(() => {
    if (!waiting) input.current?.focus();
  }, [waiting]);
  const cancel = (): void => store.setState({ page: 'air' });
  return (
    <dialog ref={dialog} className="pin-dialog" aria-labelledby={id} onCancel={cancel}>
      <form noValidate onSubmit={submit}>
        <h2 id={id}>{texts.question}</h2>
        <input
          ref={input}
          type="password"
          dir="ltr"
          inputMode="none"
          autoComplete="off"
          aria-label={texts.pin}
          disabled={waiting}
          value={pin}
          onChange={(event) => change(pinDigits(event.target.value))}
        />
        <p role={waiting ? 'timer' : 'alert'} className="pin-message">
          {message}
        </p>
        <button type="submit" className="unlock" disabled={!isPin(pin) || waiting}>
          {texts.unlock}
        </button>
        <button type="button" className="quiet" onClick={cancel}>
          {texts.cancel}
        </button>
      </form>
      <PinPad
        disabled={waiting}
        onDigit={(digit) => change(pinDigits(pin + digit))}
        onErase={() => change(pin.slice(0, -1))}
      />
    </dialog>
  );
}

/** What was typed, and what main says to it. */
function usePin() {
  const { bridge } = useParts();
  const { lock: texts } = useSettingsTexts();
  const [pin, setPin] = useState('');
  const [answer, setAnswer] = useState<'none' | 'wrong' | 'failed'>('none');
  const [leftMs, wait] = useCountdown();
  const change = (digits: string): void => {
    setPin(digits);
    setAnswer('none');
  };
  const unlock = async (): Promise<void> => {
    const unlocked = await bridge.call('unlock', pin);
    setPin('');
    setAnswer(unlocked.ok ? 'none' : 'wrong');
    if (!unlocked.ok) wait(unlocked.retryAfterMs);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isPin(pin) && leftMs === 0) unlock().catch(() => setAnswer('failed'));
  };
  // Rounded up: at "0:00" one may try again.
  const time = formatClock(Math.ceil(leftMs / 1000) * 1000);
  const message = leftMs > 0 ? fill(texts.wait, { time }) : answer === 'none' ? '' : texts[answer];
  return { pin, change, submit, message, leftMs };
}

/** Opens a dialog above everything else, and gives the focus back to where it was. */
function useModal(): React.RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return dialog;
}
