import type { PageLanguage, PageTexts } from '@mauzin/shared';

import type { Offers } from '../core/state.ts';
import type { PageActions } from './actions.ts';
import { perHour, pocketBehind } from './figures.ts';
import { Icon } from './icons.tsx';
import type { PageState } from './store.ts';
import { SwitchRow } from './switch-row.tsx';

export interface ChoicesProps {
  readonly page: PageState;
  readonly actions: PageActions;
  /** The note on privacy: said here where nothing else on the page says it. */
  readonly privacy: string | null;
}

/** Everything else that can be chosen, behind one quiet line. */
export function ChoicesSheet({ page, actions, privacy }: ChoicesProps) {
  return (
    <details className="choices">
      <summary>
        {page.texts.listener.choices.title}
        <Icon name="down" />
      </summary>
      {page.scripted && <Rows page={page} actions={actions} />}
      {privacy !== null && <p className="privacy">{privacy}</p>}
    </details>
  );
}

function Rows({ page, actions }: RowProps) {
  const { receiver, receiverHint } = page.texts.listener.choices;
  return (
    <>
      {page.offers.saver && <SaverRow page={page} actions={actions} />}
      <PocketRow page={page} actions={actions} />
      <ToneRow page={page} actions={actions} id="tone" />
      <a className="row" href="?receiver">
        <span className="row-words">
          <span className="row-name">{receiver}</span>
          <span className="row-hint">{receiverHint}</span>
        </span>
        <Icon name="forward" />
      </a>
    </>
  );
}

type RowProps = Pick<ChoicesProps, 'page' | 'actions'>;

function SaverRow({ page: { choices, language, texts }, actions }: RowProps) {
  const { saver, saverHint } = texts.listener.choices;
  return (
    <SwitchRow
      id="saver"
      label={saver}
      hint={perHour(saverHint, language)}
      on={choices.rendition === 'saver'}
      onChange={(on) => actions.choose({ rendition: on ? 'saver' : 'normal' })}
    />
  );
}

function PocketRow({ page: { choices, language, offers, texts }, actions }: RowProps) {
  const available = offers.pocket === 'available';
  return (
    <SwitchRow
      id="pocket"
      label={texts.listener.choices.pocket}
      hint={pocketHint(offers.pocket, texts, language)}
      on={available && choices.pocket}
      disabled={!available}
      onChange={(pocket) => actions.choose({ pocket })}
    />
  );
}

export function ToneRow({ page: { choices, texts }, actions, id }: RowProps & { id: string }) {
  const { tone, toneHint } = texts.listener.choices;
  return (
    <SwitchRow
      id={id}
      label={tone}
      hint={toneHint}
      on={choices.tone}
      onChange={(on) => actions.choose({ tone: on })}
    />
  );
}

function pocketHint(
  pocket: Offers['pocket'],
  { listener: { choices } }: PageTexts,
  language: PageLanguage,
): string {
  if (pocket === 'no-codec') return choices.pocketNoCodec;
  return pocket === 'no-stream' ? choices.pocketNoStream : pocketBehind(choices.pocketHint, language);
}
