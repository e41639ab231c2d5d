import type { ClockPort } from '@mauzin/shared';

import type { SettingsStore } from './settings-store.ts';

/** A key store that has not answered after so long, ms, waits for a person: the station goes on the air without it. */
export const keyStorePatienceMs = 3_000;

export interface AwaitSecretsOptions {
  readonly store: Pick<SettingsStore, 'opened' | 'goOnWithout'>;
  readonly clock: ClockPort;
  /** More is known, or may be served, than before. */
  readonly onChange: () => void;
  readonly log: (line: string) => void;
}

/** Waits for the system's key store, and no longer than is good for the congregation. */
export function awaitSecrets({ clock, log, onChange, store }: AwaitSecretsOptions): void {
  const cancel = clock.after(keyStorePatienceMs, () => {
    log('the key store does not answer: it is locked, or asks a person; going on without it');
    store.goOnWithout();
    onChange();
  });
  void store.opened.then(() => {
    cancel();
    onChange();
    return undefined;
  });
}
