/** A desktop's engine with a made-up sound, on the air at a server. */
export type BroadcasterCalls = {
  /** Resolves once the service has let it in. */
  open(station: { readonly url: string; readonly station: string; readonly key: string }): Promise<void>;
  /** No more packets. */
  silence(): void;
  /** Connections that carry sound: one to the relay, if all is well. */
  outlets(): number;
};
