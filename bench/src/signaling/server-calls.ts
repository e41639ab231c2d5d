/** A signaling server in a process of its own. */
export type ServerCalls<O> = {
  open(): Promise<O>;
  /** Collects garbage. */
  collect(): void;
};
