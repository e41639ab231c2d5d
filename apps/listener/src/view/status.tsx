import { Icon } from './icons.tsx';
import type { Words } from './words.ts';

export interface StatusProps {
  readonly words: Words;
  /** The status was there from the start, so it does not fade in. */
  readonly first: boolean;
}

/** What is happening, and what to do: read aloud once whenever it changes. */
export function Status({ words: { state, icon, hint }, first }: StatusProps) {
  const fade = first ? '' : ' fade';
  return (
    <output className="status">
      <span key={state} className={`word${fade}`}>
        <Icon name={icon} />
        <span>{state}</span>
      </span>
      <span key={hint} className={`hint${fade}`}>
        {hint}
      </span>
    </output>
  );
}
