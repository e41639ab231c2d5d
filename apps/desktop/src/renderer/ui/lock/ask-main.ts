import type { DesktopBridge, DesktopState } from '@mauzin/desktop-contract';

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/** What asking needs of the window. */
export interface Asker {
  readonly bridge: Pick<DesktopBridge, 'call'>;
  /** Main was asked for its state anew. */
  readonly learn: (state: DesktopState) => void;
}

/**
 * Makes a call that main may refuse. After a refusal main's state is looked at anew, because the app may have been locked
 * meanwhile: the window then shows the PIN's question by itself.
 */
export async function askMain<T>(
  { bridge, learn }: Asker,
  call: (bridge: Asker['bridge']) => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { ok: true, value: await call(bridge) };
  } catch {
    const state = await bridge.call('get-state', undefined).catch(() => null);
    if (state) learn(state);
    return { ok: false };
  }
}
