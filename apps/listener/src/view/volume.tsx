import { Icon } from './icons.tsx';

export interface VolumeProps {
  readonly label: string;
  /** 0..1 */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function Volume({ label, value, onChange }: VolumeProps) {
  const percent = Math.round(value * 100);
  return (
    <div className="volume">
      <Icon name="quiet" />
      <input
        type="range"
        aria-label={label}
        min={0}
        max={100}
        step={5}
        value={percent}
        style={{ '--filled': `${percent}%` }}
        onInput={(event) => onChange(Number(event.currentTarget.value) / 100)}
      />
      <Icon name="loud" />
    </div>
  );
}
