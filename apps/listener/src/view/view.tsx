import { EmbedScreen } from './embed-screen.tsx';
import { PageScreen } from './page-screen.tsx';
import { ReceiverScreen } from './receiver-screen.tsx';
import type { PageActions } from './actions.ts';
import { screenFacts } from './screen-facts.ts';
import type { PageState } from './store.ts';

export interface ViewProps {
  readonly page: PageState;
  readonly actions: PageActions;
}

const screens = { page: PageScreen, receiver: ReceiverScreen, embed: EmbedScreen };

/** The whole page. It says of itself what it shows, for style sheets and for tests. */
export function View({ page, actions }: ViewProps) {
  const Screen = screens[page.mode];
  return (
    <main data-mode={page.mode} {...screenFacts(page.session)}>
      <Screen page={page} actions={actions} />
    </main>
  );
}
