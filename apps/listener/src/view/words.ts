import { type FailureCode, failureTexts, type Language, listenerTexts } from '@mauzin/shared';

import type { ListenerState } from '../core/state.ts';
import type { IconName } from './icons.tsx';

/** What the one button does now: ask for sound, end it, or load the page anew. */
export type ButtonAction = 'listen' | 'stop' | 'reload';

export interface Words {
  readonly state: string;
  readonly icon: IconName;
  readonly hint: string;
  readonly button: { readonly label: string; readonly icon: IconName; readonly action: ButtonAction } | null;
}

/** What the page says in a state, and what its button does. Pure. */
export function wordsFor(state: ListenerState, language: Language): Words {
  const { state: words, hint, button } = listenerTexts[language];
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
      return { state: words.playing, icon, hint: hint.playing, button: stop };
    case 'reconnecting':
      return { ...reconnecting(state, language), button: toggle };
    case 'blocked':
      return { state: words.blocked, icon, hint: hint.blocked, button: listen };
    case 'code':
      return {
        state: words.gone,
        icon,
        hint: failureTexts[language][state.wrong ? 'wrong-code' : 'code-needed'],
        button: null,
      };
    case 'gone':
      return {
        state: words.gone,
        icon,
        hint: failureTexts[language][state.failure],
        button: again(state.failure, language),
      };
  }
}

function reconnecting(
  { unlocked, failure }: Extract<ListenerState, { name: 'reconnecting' }>,
  language: Language,
): Omit<Words, 'button'> {
  const { state, hint } = listenerTexts[language];
  const failureText = failure === null ? null : failureTexts[language][failure];
  if (failureText !== null && failure === 'station-full') {
    return { state: state.full, icon: 'waiting', hint: failureText };
  }
  const networkText = unlocked ? hint.reconnecting : hint.unreachable;
  return { state: state.reconnecting, icon: 'reconnecting', hint: failureText ?? networkText };
}

function again(failure: FailureCode, language: Language): Words['button'] {
  const { reload, tryAgain } = listenerTexts[language].button;
  const label = failure === 'version-mismatch' ? reload : tryAgain;
  return { label, icon: 'again', action: 'reload' };
}
