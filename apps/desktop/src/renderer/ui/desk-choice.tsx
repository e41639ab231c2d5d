import { type Desk, fill, type SavedSource, stripTexts } from '@mauzin/desktop-contract';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

import { formatPlain } from '../numbers.ts';
import { meterFloorDbfs } from './ballistics.ts';
import { LevelMeter } from './level-meter.tsx';
import { useLanguage, useParts } from './use-window.ts';

type DeviceSource = Extract<SavedSource, { kind: 'device' }>;

/** Which channels of a mixer a source has, where the mixer has more than two; else, where nobody can choose here, what to do instead. */
export function DeskChoice({ name, source }: { readonly source: DeviceSource; readonly name: string }) {
  const texts = stripTexts[useLanguage()].desk;
  const desks = useDesks();
  const [open, setOpen] = useState(false);
  if (desks === undefined) return null;
  if (desks === null) return <small>{texts.routing}</small>;
  const label = source.of?.label ?? source.label;
  const desk = desks.find((one) => one.label === label);
  if (!desk) return null;
  return (
    <details className="desk" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary aria-label={`${texts.channels}: ${name}`}>{texts.channels}</summary>
      {open && <DeskChannelList desk={desk} source={source} name={name} />}
    </details>
  );
}

/** Undefined: not known yet. */
function useDesks(): readonly Desk[] | null | undefined {
  const { bridge } = useParts();
  const [desks, setDesks] = useState<readonly Desk[] | null>();
  useEffect(() => {
    let gone = false;
    const take = (found: readonly Desk[] | null): void => {
      if (!gone) setDesks(found);
    };
    bridge.call('list-desks', undefined).then(take, () => take([]));
    return () => {
      gone = true;
    };
  }, [bridge]);
  return desks;
}

interface DeskChannelListProps {
  readonly desk: Desk;
  readonly source: DeviceSource;
  readonly name: string;
}

/** Pairs of neighbours, and each channel by itself with its level. Levels are measured only while this is shown. */
function DeskChannelList({ desk, name, source }: DeskChannelListProps) {
  const { studio } = useParts();
  const language = useLanguage();
  const texts = stripTexts[language].desk;
  const id = useId();
  const levels = useDeskLevels(desk.label);
  const [failed, setFailed] = useState(false);
  const number = (channel: number): string => formatPlain(language, channel);
  const choose = async (first: number, count: 1 | 2): Promise<void> => {
    setFailed(false);
    setFailed(!(await studio.takeDeskChannels(source.id, { label: desk.label, first, count })));
  };
  const option = (first: number, count: 1 | 2, text: string): ReactNode => (
    <label>
      <input
        type="radio"
        name={id}
        checked={source.of?.first === first && source.of.count === count}
        onChange={() => void choose(first, count)}
      />
      <bdi>{text}</bdi>
    </label>
  );
  const channels = Array.from({ length: desk.channels }, (_, index) => index + 1);
  return (
    <fieldset className="desk-channels">
      <legend className="visually-hidden">{`${texts.channels}: ${name}`}</legend>
      {failed && (
        <p className="settings-error" role="alert">
          {texts.failed}
        </p>
      )}
      {channels.map((channel) => (
        <div key={channel} className="desk-channel">
          {channel % 2 === 1 && channel < desk.channels ? (
            option(channel, 2, `${number(channel)}–${number(channel + 1)}`)
          ) : (
            <span />
          )}
          {option(channel, 1, number(channel))}
          <LevelMeter
            label={fill(texts.level, { name: number(channel) })}
            read={() => {
              const dbfs = levels.current[channel - 1] ?? meterFloorDbfs;
              return { rmsDbfs: dbfs, peakDbfs: dbfs, clipped: false };
            }}
          />
        </div>
      ))}
    </fieldset>
  );
}

/** Renewed in time: main measures for two minutes at most, in case the window is gone. */
const renewEveryMs = 60_000;

/** The highest sample of each channel lately, dBFS. */
function useDeskLevels(label: string): { readonly current: readonly number[] } {
  const { bridge } = useParts();
  const levels = useRef<readonly number[]>([]);
  useEffect(() => {
    const measure = (wanted: string | null): void =>
      void bridge.call('measure-desk', wanted).catch(() => undefined);
    const unsubscribe = bridge.on('desk-levels', (told) => {
      if (told.label === label) levels.current = told.peaksDbfs;
    });
    measure(label);
    const timer = setInterval(() => measure(label), renewEveryMs);
    return () => {
      clearInterval(timer);
      unsubscribe();
      measure(null);
    };
  }, [bridge, label]);
  return levels;
}
