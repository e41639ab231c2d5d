import { type FailureCode, failureTexts, type Language, listenerTexts } from '@mauzin/shared';

import type { ListenerState } from '../core/state.ts';
import type { IconName } from './icons.tsx';

/** What the one button does now: ask for sound, end it, or load the page anew. */
export type ButtonAction = 'listen' | 'stop' | 'reload';

export interface Words {
  readonly state: string;
  readonly hint: string;
  readonly button: { readonly label: string; readonly icon: IconName; readonly action: ButtonAction } | null;
}

/** What the page says in a state, and what its button does. Pure. */
export function wordsFor(state: ListenerState, language: Language): Words {
  const { state: words, hint, button } = listenerTexts[language];
  const listen = { label: button.listen, icon: 'play', action: 'listen' } as const;
  const stop = { label: button.stop, icon: 'stop', action: 'stop' } as const;
  const toggle = 'unlocked' in state && state.unlocked ? stop : listen;
  switch (state.name) {
    case 'unsupported':
      return { state: words.gone, hint: hint.unsupported, button: null };
    case 'connecting':
      return { state: words.connecting, hint: hint.connecting, button: toggle };
    case 'waiting':
      return state.unlocked
        ? { state: words.waiting, hint: hint.waitingUnlocked, button: stop }
        : { state: words.waiting, hint: hint.waiting, button: { ...listen, label: button.listenWhenLive } };
    case 'ready':
      return { state: words.ready, hint: hint.ready, button: listen };
    case 'playing':
      return { state: words.playing, hint: hint.playing, button: stop };
    case 'reconnecting':
      return { ...reconnecting(state, language), button: toggle };
    case 'blocked':
      return { state: words.blocked, hint: hint.blocked, button: listen };
    case 'gone':
      return {
        state: words.gone,
        hint: goneHint(state.failure, language),
        button: again(state.failure, language),
      };
  }
}

function reconnecting(
  { unlocked, failure }: Extract<ListenerState, { name: 'reconnecting' }>,
  language: Language,
): Pick<Words, 'state' | 'hint'> {
  const { state, hint } = listenerTexts[language];
  if (failure === 'station-full') return { state: state.full, hint: failureTexts[language][failure] };
  if (failure !== null) return { state: state.reconnecting, hint: failureTexts[language][failure] };
  return { state: state.reconnecting, hint: unlocked ? hint.reconnecting : hint.unreachable };
}

function goneHint(failure: FailureCode | null, language: Language): string {
  return failure === null ? listenerTexts[language].hint.unreachable : failureTexts[language][failure];
}

function again(failure: FailureCode | null, language: Language): Words['button'] {
  const { reload, tryAgain } = listenerTexts[language].button;
  const label = failure === 'version-mismatch' ? reload : tryAgain;
  return { label, icon: 'again', action: 'reload' };
}
