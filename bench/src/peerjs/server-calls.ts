/** The usual way: npm's `peer` server, and a web server with the page, in a process of their own. */
export type PeerJsServerCalls = {
  /** Serves what was built into this folder, and an empty page at `/blank`. */
  open(dir: string): Promise<PeerJsPorts>;
};

export interface PeerJsPorts {
  /** Of the `peer` server. */
  readonly port: number;
  readonly pagePort: number;
}
