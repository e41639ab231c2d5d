import type { PageTexts } from '@mauzin/shared';

import type { PageActions } from './actions.ts';
import type { OfferName } from './store.ts';

export interface OfferProps {
  readonly name: OfferName;
  readonly texts: PageTexts;
  readonly onAnswer: PageActions['answer'];
}

/** One line that asks. */
export function Offer({ name, texts, onAnswer }: OfferProps) {
  const { offers } = texts.listener;
  return (
    <section className="offer" aria-label={offers[name]}>
      <output>{offers[name]}</output>
      <button type="button" className="small small-main" onClick={() => onAnswer(name, true)}>
        {name === 'saver' ? offers.saverTake : offers.pocketTake}
      </button>
      <button type="button" className="small" onClick={() => onAnswer(name, false)}>
        {offers.notNow}
      </button>
    </section>
  );
}
