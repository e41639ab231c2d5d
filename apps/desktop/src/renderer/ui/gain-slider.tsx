import { gainRangeDb, type SavedSource, stripTexts } from '@mauzin/desktop-contract';

import { formatDb } from '../numbers.ts';
import { useLanguage, useParts } from './use-window.ts';

/** Below this a slider would be all silence; its lowest place means silence itself. */
const sliderMinDb = -40;

/** −∞ to +12 dB, in steps of one. Louder is to the right in every language, as on a mixer. */
export function GainSlider({ name, source }: { readonly source: SavedSource; readonly name: string }) {
  const { studio } = useParts();
  const texts = stripTexts[useLanguage()];
  const shown = `${formatDb(source.gainDb, { silentAt: sliderMinDb, signed: true })} dB`;
  const change = (value: number): void =>
    studio.setStrip(source.id, { gainDb: value <= sliderMinDb ? gainRangeDb.min : value });
  return (
    <label className="gain" dir="ltr">
      <input
        type="range"
        min={sliderMinDb}
        max={gainRangeDb.max}
        step={1}
        value={Math.max(sliderMinDb, source.gainDb)}
        aria-label={`${texts.gain}: ${name}`}
        aria-valuetext={shown}
        onChange={(event) => change(event.target.valueAsNumber)}
      />
      <output>{shown}</output>
    </label>
  );
}
