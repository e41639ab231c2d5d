import { openByKey } from './open-by-key.ts';
import { offeredSounds } from './sound-choices.ts';
import { useParts, useTexts, useWindow } from './use-window.ts';

/** Every input that is not in the mix yet, whatever the computer prefers, and the sound of the computer itself. */
export function AddSource() {
  const { studio } = useParts();
  const texts = useTexts();
  const offered = offeredSounds(
    useWindow((state) => state.studio),
    null,
    texts,
  );
  const add = (value: string): void => {
    const chosen = offered.find((sound) => sound.value === value);
    if (chosen) studio.add(chosen.choice);
  };
  return (
    <select
      onKeyDown={openByKey}
      className="add-source"
      aria-label={texts.button.addSource}
      value=""
      onChange={(event) => add(event.target.value)}
    >
      <option value="" disabled>
        {`+ ${texts.button.addSource}`}
      </option>
      {offered.map(({ name, value }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}
