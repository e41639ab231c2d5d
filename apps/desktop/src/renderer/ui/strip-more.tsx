import { type Processing, type SavedSource, stripTexts } from '@mauzin/shared';

import { useLanguage, useParts } from './use-window.ts';

const kinds = [
  'echoCancellation',
  'noiseSuppression',
  'autoGainControl',
] as const satisfies readonly (keyof Processing)[];

interface StripMoreProps {
  readonly id: string;
  readonly source: SavedSource;
  readonly name: string;
}

/** What is seldom wanted: processing made for calls, each with what it does to recitation; and taking the source away. */
export function StripMore({ id, name, source }: StripMoreProps) {
  const { studio } = useParts();
  const texts = stripTexts[useLanguage()];
  const { processing } = source;
  return (
    <div id={id} className="strip-more">
      {source.kind !== 'system' &&
        kinds.map((kind) => (
          <label key={kind} className="switch">
            <input
              type="checkbox"
              checked={processing[kind]}
              aria-label={`${texts.processing[kind].name}: ${name}`}
              aria-describedby={`${id}-${kind}`}
              onChange={({ target }) =>
                studio.setStrip(source.id, { processing: { ...processing, [kind]: target.checked } })
              }
            />
            <span>
              {texts.processing[kind].name}
              <small id={`${id}-${kind}`}>{texts.processing[kind].effect}</small>
            </span>
          </label>
        ))}
      <button
        type="button"
        className="quiet"
        aria-label={`${texts.remove}: ${name}`}
        onClick={() => studio.remove(source.id)}
      >
        {texts.remove}
      </button>
    </div>
  );
}
