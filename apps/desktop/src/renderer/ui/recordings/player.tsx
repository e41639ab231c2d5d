import { recordingUrl } from '@mauzin/desktop-contract';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';

import { formatClock } from '../../numbers.ts';
import { useSettingsTexts } from '../settings/use-settings-texts.ts';

export interface PlayerProps {
  /** The recording's file. */
  readonly name: string;
  /** What a screen reader calls it. */
  readonly label: string;
  /** Null while it cannot be told: then what the file itself says counts. */
  readonly durationMs: number | null;
}

type Playing = 'playing' | 'paused' | 'failed';

/** Where the player is: seconds from the recording's beginning, and how long that is. */
interface Position {
  readonly atS: number;
  readonly ofS: number;
}

/** Plays one recording at its place in the list, from the moment it is shown. */
export function Player({ durationMs, label, name }: PlayerProps) {
  const { recordings: texts } = useSettingsTexts();
  const audio = useRef<HTMLAudioElement>(null);
  const toggleButton = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<Playing>('playing');
  const [position, setPosition] = useState<Position>({ atS: 0, ofS: (durationMs ?? 0) / 1000 });
  useEffect(() => toggleButton.current?.focus(), []);
  const moved = ({ currentTarget: { currentTime, duration } }: SyntheticEvent<HTMLAudioElement>): void =>
    setPosition({ atS: currentTime, ofS: Number.isFinite(duration) ? duration : (durationMs ?? 0) / 1000 });
  const toggle = (): void => {
    if (state === 'playing') audio.current?.pause();
    // Refused only when it cannot be played, which `error` says.
    else void audio.current?.play().catch(() => undefined);
  };
  const seek = (toS: number): void => {
    if (audio.current) audio.current.currentTime = toS;
  };
  const verb = state === 'playing' ? texts.pause : texts.play;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- sound alone, and nobody wrote its words down */}
      <audio
        ref={audio}
        autoPlay
        src={recordingUrl(name)}
        onPlay={() => setState('playing')}
        onPause={() => setState('paused')}
        onError={() => setState('failed')}
        onTimeUpdate={moved}
        onDurationChange={moved}
      />
      <button
        ref={toggleButton}
        type="button"
        className="play"
        aria-label={`${verb}: ${label}`}
        disabled={state === 'failed'}
        onClick={toggle}
      >
        <PlayIcon shape={state === 'playing' ? 'pause' : 'play'} />
      </button>
      {state === 'failed' ? (
        <p className="settings-error" role="alert">
          {texts.cannotPlay}
        </p>
      ) : (
        <PositionSlider position={position} label={texts.position} onSeek={seek} />
      )}
    </>
  );
}

interface PositionSliderProps {
  readonly position: Position;
  readonly label: string;
  readonly onSeek: (toS: number) => void;
}

function PositionSlider({ label, onSeek, position: { atS, ofS } }: PositionSliderProps) {
  const [at, of] = [atS, ofS].map((seconds) => formatClock(seconds * 1000));
  return (
    <span className="player" dir="ltr">
      <time>{at}</time>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={`${at} / ${of}`}
        min={0}
        max={Math.max(ofS, atS)}
        step={1}
        value={atS}
        onChange={(event) => onSeek(event.target.valueAsNumber)}
      />
      <time>{of}</time>
    </span>
  );
}

const shapes = { play: 'M8 5v14l11-7z', pause: 'M7 5h4v14H7zM13 5h4v14h-4z' } as const;

/** A triangle that points the way time runs, in every language to the right: it is the mark of every player. */
export const PlayIcon = ({ shape }: { readonly shape: keyof typeof shapes }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={shapes[shape]} />
  </svg>
);
