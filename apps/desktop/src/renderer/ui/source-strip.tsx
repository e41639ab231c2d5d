import { channelPicks, fill, type SavedSource, type SourceSound, stripTexts } from '@mauzin/desktop-contract';
import { useId, useState } from 'react';

import { GainSlider } from './gain-slider.tsx';
import { LevelMeter } from './level-meter.tsx';
import { openByKey } from './open-by-key.ts';
import { StripMore } from './strip-more.tsx';
import { useLanguage, useParts, useTexts, useWindow } from './use-window.ts';

export interface SourceStripProps {
  readonly source: SavedSource;
  readonly sound: SourceSound;
  readonly locked: boolean;
  /** Muting is all that may be done while it is locked. */
  readonly mayMute: boolean;
}

/** One source: what it is, what comes in, how loud it goes out. */
export function SourceStrip({ locked, mayMute, sound, source }: SourceStripProps) {
  const { mixer, studio } = useParts();
  const texts = stripTexts[useLanguage()];
  const name = useSourceName(source);
  const how = useHow(source, sound);
  return (
    <li className={`strip ${sound}${source.muted ? ' muted' : ''}`} aria-label={name}>
      <div className="strip-head">
        <span className="name" dir="auto" title={name}>
          {name}
        </span>
        {how !== null && <span className="how">{how}</span>}
      </div>
      <LevelMeter
        label={`${texts.level}: ${name}`}
        read={() => mixer.meterOf(source.id)}
        clearClip={() => mixer.clearClip(source.id)}
      />
      {!locked && <StripControls source={source} name={name} />}
      {locked && mayMute && (
        <div className="strip-foot">
          <MuteButton source={source} name={name} onMute={(muted) => studio.setMuted(source.id, muted)} />
        </div>
      )}
    </li>
  );
}

function StripControls({ name, source }: { readonly source: SavedSource; readonly name: string }) {
  const { studio } = useParts();
  const texts = stripTexts[useLanguage()];
  const moreId = useId();
  const [more, setMore] = useState(false);
  return (
    <>
      <GainSlider source={source} name={name} />
      <div className="strip-foot">
        <select
          onKeyDown={openByKey}
          className="channels"
          aria-label={`${texts.channels}: ${name}`}
          value={source.channels}
          onChange={({ target }) =>
            studio.setStrip(source.id, {
              channels: channelPicks.find((pick) => pick === target.value) ?? source.channels,
            })
          }
        >
          {channelPicks.map((pick) => (
            <option key={pick} value={pick}>
              {texts.channel[pick]}
            </option>
          ))}
        </select>
        <MuteButton source={source} name={name} onMute={(muted) => studio.setStrip(source.id, { muted })} />
        <button
          type="button"
          className="quiet more"
          aria-expanded={more}
          aria-controls={moreId}
          aria-label={`${texts.more}: ${name}`}
          onClick={() => setMore(!more)}
        >
          {texts.more}
        </button>
      </div>
      {more && <StripMore id={moreId} source={source} name={name} />}
    </>
  );
}

interface MuteButtonProps {
  readonly source: SavedSource;
  readonly name: string;
  readonly onMute: (muted: boolean) => void;
}

function MuteButton({ name, onMute, source }: MuteButtonProps) {
  const texts = stripTexts[useLanguage()];
  const label = source.muted ? texts.unmute : texts.mute;
  return (
    <button
      type="button"
      className="quiet mute"
      aria-pressed={source.muted}
      aria-label={`${label}: ${name}`}
      onClick={() => onMute(!source.muted)}
    >
      {label}
    </button>
  );
}

/** What a person calls this source. */
function useSourceName(source: SavedSource): string {
  const texts = useTexts();
  if (source.kind === 'device') return source.label;
  return source.kind === 'system' ? texts.systemSound : texts.defaultInput;
}

/** How the source stands, when that is worth a word; null while all is well. */
function useHow(source: SavedSource, sound: SourceSound): string | null {
  const texts = stripTexts[useLanguage()];
  const standIn = useWindow(({ studio }) => studio.standIns[source.id]);
  if (sound === 'open') return source.muted ? texts.muted : null;
  return fill(texts.sound[sound], { name: standIn || texts.standInNameless });
}
