import { maxSources } from '@mauzin/shared';

import { SourceStrip } from './source-strip.tsx';
import { useParts, useTexts, useWindow } from './use-window.ts';

/** The chosen sources, and a list of what can be added. */
export function SourceList() {
  const texts = useTexts();
  const { sounds, sources } = useWindow((state) => state.studio);
  return (
    <section className="sources" aria-label={texts.sources}>
      <h2>{texts.sources}</h2>
      {sources.length === 0 && <p className="empty">{texts.noSources}</p>}
      <ul>
        {sources.map((source) => (
          <SourceStrip key={source.id} source={source} sound={sounds[source.id] ?? 'opening'} />
        ))}
      </ul>
      {sources.length < maxSources && <AddSource />}
    </section>
  );
}

const systemValue = 'system-sound';

function AddSource() {
  const { studio } = useParts();
  const texts = useTexts();
  const { inputs, sources } = useWindow((state) => state.studio);
  const chosen = (deviceId: string): boolean =>
    sources.some((source) => source.kind === 'device' && source.deviceId === deviceId);
  const free = inputs.filter(({ deviceId }) => !chosen(deviceId));
  const systemFree = !sources.some(({ kind }) => kind === 'system');
  const add = (value: string): void => {
    const device = free.find(({ deviceId }) => deviceId === value);
    if (device) studio.add(device);
    else if (value === systemValue) studio.add(null);
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
      {systemFree && <option value={systemValue}>{texts.systemSound}</option>}
    </select>
  );
}
