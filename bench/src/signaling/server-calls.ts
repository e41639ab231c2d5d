/** A signaling server in a process of its own. */
export type CollectCalls = {
  /** Collects garbage. */
  collect(): void;
};

/** npm's `peer`. */
export type PeerServerCalls = CollectCalls & {
  /** @returns its port */
  open(): Promise<number>;
};
