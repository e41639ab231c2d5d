import type { ListenerState } from '../core/state.ts';
import { BigButton } from './big-button.tsx';
import { ChoicesSheet, ToneRow } from './choices.tsx';
import { CodeForm } from './code-form.tsx';
import { figureLines } from './figures.ts';
import { InAppBand } from './in-app-band.tsx';
import { Languages } from './languages.tsx';
import { LevelStar } from './level-star.tsx';
import { offerFor } from './offer-for.ts';
import { Offer } from './offer.tsx';
import { isLost } from './screen-facts.ts';
import { Status } from './status.tsx';
import type { PageState } from './store.ts';
import type { ViewProps } from './view.tsx';
import { Volume } from './volume.tsx';
import { type Words, wordsFor } from './words.ts';

/** The phone's page: what is happening, one button, and all else behind a quiet line. */
export function PageScreen({ page, actions }: ViewProps) {
  const { inApp, language, session, station, texts } = page;
  const words = wordsFor(session, texts, playsOnLocked(page));
  const quiet = quietLines(page);
  const offer = offerFor(page);
  const { privacy } = texts.listener;
  return (
    <>
      <div className="first">
        <header>
          <h1 dir="auto" lang={station?.language}>
            {station?.name ?? 'Mauzin'}
          </h1>
          <Languages current={language} label={texts.listener.language} onChoose={actions.speak} />
        </header>
        {inApp && <InAppBand browser={inApp} texts={texts} copied={page.copied} onCopy={actions.copyLink} />}
        <Status words={words} first={page.first} />
        <Middle page={page} actions={actions} words={words} />
        <Below page={page} actions={actions} />
        <footer>
          {offer ? (
            <Offer name={offer} texts={texts} onAnswer={actions.answer} />
          ) : (
            quiet.map((line) => <span key={line}>{line}</span>)
          )}
          {page.languageFailed && <output>{texts.listener.languageFailed}</output>}
        </footer>
      </div>
      {station !== null && (
        <ChoicesSheet page={page} actions={actions} privacy={quiet.includes(privacy) ? null : privacy} />
      )}
    </>
  );
}

/** What can be done. */
function Middle({ page, actions, words }: ViewProps & { words: Words }) {
  const { session, texts } = page;
  if (session.name === 'code') {
    return <CodeForm session={session} texts={texts} onEnter={actions.enterCode} />;
  }
  return (
    <div className="dial">
      <LevelStar moving={session.name === 'playing'} readLevel={actions.readLevel} />
      <BigButton button={words.button} actions={actions} />
    </div>
  );
}

function Below({ page, actions }: ViewProps) {
  const { session, texts, volume } = page;
  return (
    <div className="below">
      {isLost(session) && <ToneRow page={page} actions={actions} id="tone-now" />}
      {volume !== null && hasSound(session) && (
        <Volume label={texts.listener.volume} value={volume} onChange={actions.setVolume} />
      )}
    </div>
  );
}

function playsOnLocked({ session, android }: PageState): boolean {
  return !android || (session.name === 'playing' && session.by === 'http');
}

function hasSound({ name }: ListenerState): boolean {
  return name === 'playing' || name === 'blocked';
}

function quietLines({ session, language, texts }: PageState): readonly string[] {
  const { privacy, hint } = texts.listener;
  if (isLost(session)) return []; // one thing is to be read now
  if (session.name !== 'playing') return [privacy];
  if (!session.online) return [hint.offline];
  return session.figures ? figureLines(session.figures, language, texts) : [privacy];
}
