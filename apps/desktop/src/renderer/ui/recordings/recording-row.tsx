import type { Recording, RecordingState } from '@mauzin/desktop-contract';
import { useEffect, useRef, useState } from 'react';

import { formatClock, formatMoment, formatSize } from '../../numbers.ts';
import { useEscape } from '../settings/use-escape.ts';
import { useSettingsTexts } from '../settings/use-settings-texts.ts';
import { useLanguage } from '../use-window.ts';
import { Player, PlayIcon } from './player.tsx';

export interface RecordingRowProps {
  readonly recording: Recording;
  /** How the engine's recording stands: for the row of the file that is being written. */
  readonly now: RecordingState;
  /** This recording was chosen last; only one plays at a time. */
  readonly playing: boolean;
  readonly onPlay: () => void;
  /** Resolves true when the recording is gone. */
  readonly onRemove: () => Promise<boolean>;
}

/** One broadcast: when it was, how long and how large it is, and what can be done with it. */
export function RecordingRow({ now, onPlay, onRemove, playing, recording }: RecordingRowProps) {
  const language = useLanguage();
  const { recordings: texts } = useSettingsTexts();
  const { durationMs, name, running, startedAtMs } = recording;
  const bytes = running && now.name === 'on' ? Math.max(now.bytes, recording.bytes) : recording.bytes;
  const moment = formatMoment(language, startedAtMs);
  return (
    <li className="settings-row recording-row" aria-label={moment}>
      {playing ? (
        <Player name={name} label={moment} durationMs={durationMs} />
      ) : (
        <button
          type="button"
          className="play"
          aria-label={`${texts.play}: ${moment}`}
          disabled={running}
          onClick={onPlay}
        >
          <PlayIcon shape="play" />
        </button>
      )}
      <span className="settings-words">
        <span>{moment}</span>
        <span className="settings-hint recording-name" title={name}>
          <bdi>{name.replace(/\.opus$/, '')}</bdi>
        </span>
      </span>
      <span className="recording-figures">
        {running ? (
          <span className="recording-now">{texts.running}</span>
        ) : (
          durationMs !== null && <time dir="ltr">{formatClock(durationMs)}</time>
        )}
        <span className="settings-hint">{formatSize(language, bytes)}</span>
      </span>
      {!running && <Remove label={moment} onRemove={onRemove} />}
    </li>
  );
}

/** Deleting asks once. */
function Remove({ label, onRemove }: { readonly label: string } & Pick<RecordingRowProps, 'onRemove'>) {
  const { recordings: texts } = useSettingsTexts();
  const [asking, setAsking] = useState<'no' | 'yes' | 'failed'>('no');
  const remove = async (): Promise<void> => {
    if (!(await onRemove())) setAsking('failed');
  };
  return (
    <>
      {asking === 'yes' ? (
        <Question label={label} onYes={() => void remove()} onNo={() => setAsking('no')} />
      ) : (
        <button
          type="button"
          className="quiet"
          aria-label={`${texts.delete}: ${label}`}
          onClick={() => setAsking('yes')}
        >
          {texts.delete}
        </button>
      )}
      {asking === 'failed' && (
        <p className="settings-error" role="alert">
          {texts.notDeleted}
        </p>
      )}
    </>
  );
}

interface QuestionProps {
  readonly label: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

function Question({ label, onNo, onYes }: QuestionProps) {
  const { recordings: texts } = useSettingsTexts();
  const keep = useRef<HTMLButtonElement>(null);
  // The harmless answer is the one that Enter gives.
  useEffect(() => keep.current?.focus(), []);
  useEscape(onNo);
  return (
    <fieldset className="recording-question" aria-label={`${texts.question} ${label}`}>
      <span aria-hidden="true">{texts.question}</span>
      <button type="button" className="plain wrong" onClick={onYes}>
        {texts.yes}
      </button>
      <button ref={keep} type="button" className="plain" onClick={onNo}>
        {texts.no}
      </button>
    </fieldset>
  );
}
