import type { DesktopState, DesktopTexts } from '@mauzin/desktop-contract';
import { useEffect, useMemo } from 'react';

import { mostUrgentProblem, type Problem, problemsOf, type Remedy, stillPutAway } from '../problems.ts';
import { useParts, useTexts, useWindow, type WindowParts } from './use-window.ts';

/** The place of the bar, there also while nothing is wrong: what comes and goes must not move *Stop* under a hand. */
export function ProblemPlace({ desktop }: { readonly desktop: DesktopState }) {
  return (
    <div className="problem-place">
      <ProblemBar desktop={desktop} />
    </div>
  );
}

/** The thin bar on top: only when something is wrong, with one thing to do about it. */
function ProblemBar({ desktop }: { readonly desktop: DesktopState }) {
  const parts = useParts();
  const texts = useTexts();
  const studio = useWindow((state) => state.studio);
  const putAway = useWindow((state) => state.putAway);
  const told = useToldBelow(desktop);
  const problems = useMemo(() => problemsOf(desktop, studio, texts), [desktop, studio, texts]);
  useEffect(() => {
    const still = stillPutAway(problems, putAway);
    if (still.length < putAway.length) parts.store.setState({ putAway: still });
  }, [problems, putAway, parts.store]);
  const problem = mostUrgentProblem(problems, told === null ? putAway : [...putAway, told]);
  if (!problem) return null;
  return (
    <div
      className={`problem-bar ${problem.tone}`}
      role={problem.tone === 'note' ? 'status' : 'alert'}
      data-problem={problem.key}
    >
      <span>{problem.text}</span>
      <button type="button" className="quiet" onClick={() => apply(problem, parts)}>
        {labelOf(problem.remedy, texts)}
      </button>
    </div>
  );
}

/** The problem that the panel with the one button says itself, by its key; null: none. */
function useToldBelow({ lock, status }: DesktopState): string | null {
  const onAirPage = useWindow(({ page }) => page === 'air') || lock.locked;
  return onAirPage && status.name === 'failed' ? status.failure : null;
}

function labelOf(remedy: Remedy, { button }: DesktopTexts): string {
  switch (remedy.name) {
    case 'take-over':
      return button.takeOver;
    case 'settings':
      return button.settings;
    case 'recordings':
      return button.recordings;
    case 'install':
      return button.install;
    case 'allow':
      return button.allow;
    case 'put-away':
      return button.ok;
  }
}

function apply({ key, remedy }: Problem, { bridge, store }: WindowParts): void {
  switch (remedy.name) {
    case 'take-over':
      void bridge.call('take-over', undefined);
      break;
    case 'settings':
    case 'recordings':
      store.setState({ page: remedy.name });
      break;
    case 'install':
      void bridge.call('install-update', undefined);
      break;
    case 'allow':
      void bridge.call('open-privacy-settings', remedy.subject);
      break;
    case 'put-away':
      store.setState(({ putAway }) => ({ putAway: [...putAway, key] }));
      break;
  }
}
