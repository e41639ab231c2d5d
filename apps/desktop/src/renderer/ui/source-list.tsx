import { maxSources } from '@mauzin/desktop-contract';

import { AddSource } from './add-source.tsx';
import { SourceStrip, type SourceStripProps } from './source-strip.tsx';
import { useTexts, useWindow } from './use-window.ts';

/** The chosen sources, and a list of what can be added. While locked, a person sees that they work, and may mute them at most. */
export function SourceList({ locked, mayMute }: Pick<SourceStripProps, 'locked' | 'mayMute'>) {
  const texts = useTexts();
  const { sounds, sources } = useWindow((state) => state.studio);
  return (
    <section className="sources" aria-label={texts.sources}>
      <h2>{texts.sources}</h2>
      {sources.length === 0 && <p className="empty">{texts.noSources}</p>}
      <ul>
        {sources.map((source) => (
          <SourceStrip
            key={source.id}
            source={source}
            sound={sounds[source.id] ?? 'opening'}
            locked={locked}
            mayMute={mayMute}
          />
        ))}
      </ul>
      {!locked && sources.length < maxSources && <AddSource />}
    </section>
  );
}
