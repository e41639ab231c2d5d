/** What the app must know of its windows to end; the windows themselves know the app. */
export interface OpenWindow {
  close(): void;
  isDestroyed(): boolean;
}

const windows = new Set<OpenWindow>();

export function addWindow(window: OpenWindow): void {
  windows.add(window);
}

/** False when it was not among them. */
export function removeWindow(window: OpenWindow): boolean {
  return windows.delete(window);
}

export function openWindows(): readonly OpenWindow[] {
  return [...windows];
}
