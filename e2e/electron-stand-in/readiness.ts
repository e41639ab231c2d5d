let ready = false;

/** Whether the app is ready, for whoever must not import it. */
export const isReady = (): boolean => ready;

export function becomeReady(): void {
  ready = true;
}
