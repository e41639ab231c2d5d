import type { PageLanguage } from '@mauzin/shared';

import type { ReceiverFacts } from '../core/receiver.ts';
import { BigButton } from './big-button.tsx';
import { CodeForm } from './code-form.tsx';
import { LevelStar } from './level-star.tsx';
import { Status } from './status.tsx';
import type { PageState } from './store.ts';
import { timeOfDay } from './time-of-day.ts';
import type { ViewProps } from './view.tsx';
import { type Words, wordsFor } from './words.ts';

/** A tablet on the wall: the time, the state, and how loud it is, readable across a room. */
export function ReceiverScreen({ page, actions }: ViewProps) {
  const { language, receiver, session, station, texts } = page;
  const words = receiverWords(page);
  const rests = words.button?.action === 'stop';
  return (
    <>
      <div className={rests ? 'wall' : 'wall wall-asks'} style={shifted(receiver)}>
        <h1 dir="auto" lang={station?.language}>
          {station?.name ?? 'Mauzin'}
        </h1>
        <Clock nowMs={receiver?.nowMs ?? null} language={language} />
        <Status words={words} first={page.first} />
        {session.name === 'code' ? (
          <CodeForm session={session} texts={texts} onEnter={actions.enterCode} />
        ) : (
          <div className={rests ? 'dial dial-quiet' : 'dial'}>
            <LevelStar moving={session.name === 'playing'} readLevel={actions.readLevel} />
            {!rests && <BigButton button={words.button} actions={actions} />}
          </div>
        )}
      </div>
      <button type="button" className="small end" onClick={actions.endReceiver}>
        {texts.listener.receiver.end}
      </button>
    </>
  );
}

function Clock({ nowMs, language }: { nowMs: number | null; language: PageLanguage }) {
  // The time is the tablet's own: the page is drawn without it, in the same size.
  if (nowMs === null) return <p className="clock clock-none">0:00</p>;
  const { time, period } = timeOfDay(new Date(nowMs), language);
  return (
    <p className="clock" dir="ltr">
      {time}
      {period !== '' && <small>{period}</small>}
    </p>
  );
}

/** Once set up, nothing is asked any more; before, and when the browser wants it again, one tap. */
function receiverWords({ session, receiver, texts }: PageState): Words {
  const words = wordsFor(session, texts);
  const { tapOnce, hint, sleep } = texts.listener.receiver;
  const { button } = words;
  if (button?.action === 'listen') return { ...words, hint, button: { ...button, label: tapOnce } };
  if (session.name === 'playing' || session.name === 'waiting') {
    return { ...words, hint: receiver?.screenAwake === 'not-kept' ? sleep : '' };
  }
  return words;
}

const shifted = (receiver: ReceiverFacts | null): { transform: string } | undefined =>
  receiver ? { transform: `translate(${receiver.shift.x}px, ${receiver.shift.y}px)` } : undefined;
