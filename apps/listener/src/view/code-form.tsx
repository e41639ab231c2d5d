import { limits, type PageTexts } from '@mauzin/shared';

import type { ListenerState } from '../core/state.ts';

export interface CodeFormProps {
  readonly session: Extract<ListenerState, { name: 'code' }>;
  readonly texts: PageTexts;
  readonly onEnter: (code: string) => void;
}

/** One large field and one button. What was typed stays: a wrong code is mostly one letter off. */
export function CodeForm({ session, texts, onEnter }: CodeFormProps) {
  const { wrong, tooMany = false } = session;
  const checking = session.checking && !tooMany;
  const submit = (form: HTMLFormElement): void => {
    const field = form.elements.namedItem('code');
    if (!(field instanceof HTMLInputElement)) return;
    const code = field.value.trim();
    if (code === '') field.focus();
    else if (!checking) onEnter(code);
  };
  const { label, enter: enterLabel } = texts.listener.code;
  return (
    <form
      className="code"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <label htmlFor="code">{label}</label>
      <input
        id="code"
        type="text"
        dir="auto"
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellcheck={false}
        enterKeyHint="go"
        maxLength={limits.accessCodeChars}
        aria-invalid={wrong}
      />
      <button type="submit" className="wide" aria-disabled={checking}>
        {enterLabel}
      </button>
    </form>
  );
}
