import type { DesktopState, DesktopTexts } from '@mauzin/shared';

import { mostUrgentProblem, type Problem, type Remedy } from '../problems.ts';
import { useParts, useTexts, useWindow, type WindowParts } from './use-window.ts';

/** The thin bar on top: only when something is wrong, with one thing to do about it. */
export function ProblemBar({ desktop }: { readonly desktop: DesktopState }) {
  const parts = useParts();
  const texts = useTexts();
  const studio = useWindow((state) => state.studio);
  const putAway = useWindow((state) => state.putAway);
  const problem = mostUrgentProblem(desktop, studio, texts, putAway);
  if (!problem) return null;
  return (
    <div className="problem-bar" role="alert">
      <span>{problem.text}</span>
      {problem.remedy && (
        <button type="button" className="quiet" onClick={() => apply(problem, parts)}>
          {labelOf(problem.remedy, texts)}
        </button>
      )}
    </div>
  );
}

function labelOf(remedy: Remedy, texts: DesktopTexts): string {
  switch (remedy.name) {
    case 'take-over':
      return texts.button.takeOver;
    case 'settings':
      return texts.button.settings;
    case 'allow':
      return texts.button.allow;
    case 'remove':
      return texts.button.remove;
    case 'put-away':
      return texts.button.ok;
  }
}

function apply({ key, remedy }: Problem, { bridge, store, studio }: WindowParts): void {
  switch (remedy?.name) {
    case 'take-over':
      void bridge.call('take-over', undefined);
      break;
    case 'settings':
      store.setState({ page: 'settings' });
      break;
    case 'allow':
      void bridge.call('open-privacy-settings', remedy.subject);
      break;
    case 'remove':
      studio.remove(remedy.source);
      break;
    case 'put-away':
      store.setState(({ putAway }) => ({ putAway: [...putAway, key] }));
      break;
    default:
  }
}
