import type { PageActions } from './actions.ts';
import { Icon } from './icons.tsx';
import type { Words } from './words.ts';

export interface BigButtonProps {
  readonly button: Words['button'];
  readonly actions: PageActions;
}

/** The one button. Where nothing can be done, the sign for that stands in its place. */
export function BigButton({ button, actions }: BigButtonProps) {
  if (!button) {
    return (
      <span className="big big-none">
        <Icon name="blocked" />
      </span>
    );
  }
  return (
    <button type="button" className={`big big-${button.action}`} onClick={actions[button.action]}>
      <Icon name={button.icon} />
      <span>{button.label}</span>
    </button>
  );
}
