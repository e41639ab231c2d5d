/** One call to Electron that has no visible effect here. */
export interface RecordedCall {
  /** As it is called: `shell.openExternal`. */
  readonly api: string;
  readonly args: readonly unknown[];
}

/** The oldest are forgotten: an app that runs for hours must not fill the memory. */
const LIMIT = 10_000;
const calls: RecordedCall[] = [];

export function recordCall(api: string, args: readonly unknown[]): void {
  if (calls.length >= LIMIT) calls.shift();
  calls.push({ api, args });
}

/** A function that does nothing but to be recorded; it returns `result` each time. */
export function recorded<Result>(api: string, result: Result): (...args: readonly unknown[]) => Result {
  return (...args) => {
    recordCall(api, args);
    return result;
  };
}

export function recordedCalls(): readonly RecordedCall[] {
  return [...calls];
}
