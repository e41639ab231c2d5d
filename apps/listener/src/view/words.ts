import type { FailureCode, PageTexts } from '@mauzin/shared';

import type { ListenerState } from '../core/state.ts';
import type { ButtonAction } from './actions.ts';
import type { IconName } from './icons.tsx';

export interface Words {
  readonly state: string;
  readonly icon: IconName;
  readonly hint: string;
  readonly button: { readonly label: string; readonly icon: IconName; readonly action: ButtonAction } | null;
}

/**
 * What the page says in a state, and what its button does. Pure.
 * @param locks whether the sound goes on under a locked screen
 */
export function wordsFor(state: ListenerState, texts: PageTexts, locks = true): Words {
  const { state: words, hint, button } = texts.listener;
  const listen = { label: button.listen, icon: 'play', action: 'listen' } as const;
  const stop = { label: button.stop, icon: 'stop', action: 'stop' } as const;
  const toggle = 'unlocked' in state && state.unlocked ? stop : listen;
  const icon = state.name;
  switch (state.name) {
    case 'unsupported':
      return { state: words.gone, icon, hint: hint.unsupported, button: null };
    case 'connecting':
      return { state: words.connecting, icon, hint: hint.connecting, button: toggle };
    case 'waiting':
      return state.unlocked
        ? { state: words.waiting, icon, hint: hint.waitingUnlocked, button: stop }
        : {
            state: words.waiting,
            icon,
            hint: hint.waiting,
            button: { ...listen, label: button.listenWhenLive },
          };
    case 'ready':
      return { state: words.ready, icon, hint: hint.ready, button: listen };
    case 'playing':
      return { state: words.playing, icon, hint: locks ? hint.playing : hint.live, button: stop };
    case 'reconnecting':
      return { ...reconnecting(state, texts), button: toggle };
    case 'blocked':
      return { state: words.blocked, icon, hint: hint.blocked, button: listen };
    case 'code':
      return { state: words.private, icon, hint: codeHint(state, texts), button: null };
    case 'gone':
      return {
        state: words.gone,
        icon,
        hint: texts.failures[state.failure],
        button: again(state.failure, texts),
      };
  }
}

function codeHint(
  { wrong, checking, tooMany }: Extract<ListenerState, { name: 'code' }>,
  { listener, failures }: PageTexts,
): string {
  if (tooMany) return failures['too-many-tries'];
  if (checking) return listener.hint.connecting;
  return failures[wrong ? 'wrong-code' : 'code-needed'];
}

function reconnecting(
  { unlocked, failure, lost }: Extract<ListenerState, { name: 'reconnecting' }>,
  { listener: { state, hint }, failures }: PageTexts,
): Omit<Words, 'button'> {
  if (failure === 'station-full') {
    return { state: state.full, icon: 'waiting', hint: failures[failure] };
  }
  if (lost) return { state: state.lost, icon: 'blocked', hint: hint.lost };
  const networkText = unlocked ? hint.reconnecting : hint.unreachable;
  return {
    state: state.reconnecting,
    icon: 'reconnecting',
    hint: failure === null ? networkText : failures[failure],
  };
}

function again(failure: FailureCode, { listener }: PageTexts): Words['button'] {
  const { reload, tryAgain } = listener.button;
  const label = failure === 'version-mismatch' ? reload : tryAgain;
  return { label, icon: 'again', action: 'reload' };
}
