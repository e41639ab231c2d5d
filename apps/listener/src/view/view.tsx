import type { JSX } from 'preact';

import type { PageActions } from './actions.ts';
import { screenFacts } from './screen-facts.ts';
import type { PageState } from './store.ts';

export interface ViewProps {
  readonly page: PageState;
  readonly actions: PageActions;
}

/** What is shown in one mode. */
export type Screen = (props: ViewProps) => JSX.Element;

/** The whole page. It says of itself what it shows, for style sheets and for tests. */
export function View({ page, actions, screen: Screen }: ViewProps & { readonly screen: Screen }) {
  return (
    <main data-mode={page.mode} {...screenFacts(page.session)}>
      <Screen page={page} actions={actions} />
    </main>
  );
}
