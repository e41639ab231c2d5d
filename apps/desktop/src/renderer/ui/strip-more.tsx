import { type Processing, type SavedSource, stripTexts } from '@mauzin/desktop-contract';

import { DeskChoice } from './desk-choice.tsx';
import { openByKey } from './open-by-key.ts';
import { offeredSounds, soundValue } from './sound-choices.ts';
import { useLanguage, useParts, useTexts, useWindow } from './use-window.ts';

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

/** What is seldom wanted: another device; processing made for calls, each with what it does to recitation; and taking the source away. */
export function StripMore({ id, name, source }: StripMoreProps) {
  const { studio } = useParts();
  const texts = stripTexts[useLanguage()];
  const { processing } = source;
  return (
    <div id={id} className="strip-more">
      <DeviceChoice source={source} name={name} />
      {source.kind === 'device' && (
        <DeskChoice key={source.of?.label ?? source.label} source={source} name={name} />
      )}
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

/** Gives the source another sound. Its gain, mute, channels and processing stay as they are. */
function DeviceChoice({ name, source }: Omit<StripMoreProps, 'id'>) {
  const { studio } = useParts();
  const { device } = stripTexts[useLanguage()];
  const offered = offeredSounds(
    useWindow((state) => state.studio),
    source,
    useTexts(),
  );
  const choose = (value: string): void => {
    const chosen = offered.find((sound) => sound.value === value);
    if (chosen) studio.setChoice(source.id, chosen.choice);
  };
  return (
    <label className="device">
      {device}
      <select
        onKeyDown={openByKey}
        aria-label={`${device}: ${name}`}
        value={soundValue(source)}
        onChange={({ target }) => choose(target.value)}
      >
        {offered.map((sound) => (
          <option key={sound.value} value={sound.value}>
            {sound.name}
          </option>
        ))}
      </select>
    </label>
  );
}
