import { useParts, useTexts, useWindow } from './use-window.ts';

const systemValue = 'system-sound';
const defaultValue = 'system-default';

/** Every input that is not in the mix yet, whatever the computer prefers, and the sound of the computer itself. */
export function AddSource() {
  const { studio } = useParts();
  const texts = useTexts();
  const { inputs, sources } = useWindow((state) => state.studio);
  const chosen = (deviceId: string): boolean =>
    sources.some((source) => source.kind === 'device' && source.deviceId === deviceId);
  const free = inputs.filter(({ deviceId }) => !chosen(deviceId));
  const has = (wanted: 'default' | 'system'): boolean => sources.some(({ kind }) => kind === wanted);
  const add = (value: string): void => {
    const device = free.find(({ deviceId }) => deviceId === value);
    if (device) studio.add(device);
    else if (value === systemValue) studio.add(null);
    else if (value === defaultValue) studio.add('default');
  };
  return (
    <select
      className="add-source"
      aria-label={texts.button.addSource}
      value=""
      onChange={(event) => add(event.target.value)}
    >
      <option value="" disabled>
        {`+ ${texts.button.addSource}`}
      </option>
      {free.map(({ deviceId, label }) => (
        <option key={deviceId} value={deviceId}>
          {label}
        </option>
      ))}
      {!has('default') && <option value={defaultValue}>{texts.defaultInput}</option>}
      {!has('system') && <option value={systemValue}>{texts.systemSound}</option>}
    </select>
  );
}
