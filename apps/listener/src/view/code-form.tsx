import { limits, type PageTexts } from '@mauzin/shared';
import { useRef } from 'preact/hooks';

export interface CodeFormProps {
  readonly texts: PageTexts;
  readonly wrong: boolean;
  readonly checking: boolean;
  readonly onEnter: (code: string) => void;
}

/** One large field and one button. What was typed stays: a wrong code is mostly one letter off. */
export function CodeForm({ texts, wrong, checking, onEnter }: CodeFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const enter = (): void => {
    const code = field.current?.value.trim() ?? '';
    if (code === '') field.current?.focus();
    else if (!checking) onEnter(code);
  };
  const { label, enter: enterLabel } = texts.listener.code;
  return (
    <form
      className="code"
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <label htmlFor="code">{label}</label>
      <input
        ref={field}
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
