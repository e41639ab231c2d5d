import { BigButton } from './big-button.tsx';
import { Icon } from './icons.tsx';
import { LevelStar } from './level-star.tsx';
import { Status } from './status.tsx';
import type { ViewProps } from './view.tsx';
import { wordsFor } from './words.ts';

/** A small player in the mosque's own site. Whatever needs more room is on the page. */
export function EmbedScreen({ page: { first, session, station, texts }, actions }: ViewProps) {
  const words = wordsFor(session, texts);
  return (
    <>
      <div className="dial">
        <LevelStar moving={session.name === 'playing'} readLevel={actions.readLevel} />
        <BigButton button={words.button} actions={actions} />
      </div>
      <div className="beside">
        <h1 dir="auto" lang={station?.language} title={station?.name}>
          {station?.name ?? 'Mauzin'}
        </h1>
        <Status words={words} first={first} />
      </div>
      {station && (
        <a
          className="whole"
          href={`/s/${station.slug}`}
          target="_blank"
          rel="noopener"
          aria-label={texts.listener.embed.open}
        >
          <Icon name="open" />
        </a>
      )}
    </>
  );
}
