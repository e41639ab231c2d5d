import { LevelMeter } from '../level-meter.tsx';

interface InputRowProps {
  readonly label: string;
  readonly meterLabel: string;
  readonly checked: boolean;
  readonly onPick: () => void;
  /** RMS of what comes in, dBFS. */
  readonly measure: () => number;
}

/** One input to be picked, with its level beside its name. */
export function InputRow({ checked, label, measure, meterLabel, onPick }: InputRowProps) {
  const read = () => {
    const level = measure();
    return { rmsDbfs: level, peakDbfs: level, clipped: false };
  };
  return (
    <div className="input-row">
      <label>
        <input type="radio" name="input" checked={checked} onChange={onPick} />
        <bdi>{label}</bdi>
      </label>
      <LevelMeter label={meterLabel} read={read} />
    </div>
  );
}
