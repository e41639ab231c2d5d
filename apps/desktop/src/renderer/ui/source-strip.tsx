import { gainRangeDb, type SavedSource } from '@mauzin/shared';

import type { SoundTrouble } from '../core/open-sound.ts';
import { LevelMeter } from './level-meter.tsx';
import { useParts, useTexts } from './use-window.ts';

export interface SourceStripProps {
  readonly source: SavedSource;
  readonly sound: 'opening' | 'open' | SoundTrouble;
}

/** One source: what it is, what comes in, how loud it goes out. */
export function SourceStrip({ sound, source }: SourceStripProps) {
  const { mixer, studio } = useParts();
  const texts = useTexts();
  const name =
    source.kind === 'device'
      ? source.label
      : texts[source.kind === 'system' ? 'systemSound' : 'defaultInput'];
  const muteLabel = source.muted ? texts.button.unmute : texts.button.mute;
  const how = sound === 'open' ? (source.muted ? texts.sourceState.muted : null) : texts.sourceState[sound];
  return (
    <li className={`strip ${sound}${source.muted ? ' muted' : ''}`} aria-label={name}>
      <div className="strip-head">
        <span className="name">
          <bdi>{name}</bdi>
        </span>
        {how !== null && <span className="how">{how}</span>}
      </div>
      <LevelMeter label={`${texts.level}: ${name}`} measure={() => mixer.meterOf(source.id).rmsDbfs} />
      <div className="strip-foot">
        <Gain source={source} name={name} />
        <button
          type="button"
          className="quiet"
          aria-pressed={source.muted}
          aria-label={`${muteLabel}: ${name}`}
          onClick={() => studio.setLoudness(source.id, { muted: !source.muted })}
        >
          {muteLabel}
        </button>
        <button
          type="button"
          className="quiet"
          aria-label={`${texts.button.remove}: ${name}`}
          onClick={() => studio.remove(source.id)}
        >
          {texts.button.remove}
        </button>
      </div>
    </li>
  );
}

/** Below this a slider would be all silence; its lowest place means silence itself. */
const sliderMinDb = -40;

function Gain({ name, source }: { readonly source: SavedSource; readonly name: string }) {
  const { studio } = useParts();
  const texts = useTexts();
  const silent = source.gainDb <= sliderMinDb;
  const shown = silent ? '−∞ dB' : `${source.gainDb > 0 ? '+' : ''}${source.gainDb} dB`.replace('-', '−');
  const change = (value: number): void =>
    studio.setLoudness(source.id, { gainDb: value <= sliderMinDb ? gainRangeDb.min : value });
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
