import { useState } from 'preact/hooks';

import { Icon } from './icons.tsx';
import type { Words } from './words.ts';

/** What is happening, and what to do: read aloud once whenever it changes. What was there from the start does not fade in. */
export function Status({ words: { state, icon, hint } }: { words: Words }) {
  const [first] = useState(state + hint);
  const fade = first === state + hint ? '' : ' fade';
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
