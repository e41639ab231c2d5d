/** What the load generator does with one kind of server; the same steps for each. */
export interface Side {
  /** The station comes online and stays: whoever joins exchanges offer and answer with it. */
  openStation(): Promise<void>;
  /**
   * A listener opens its socket, is let in, and has exchanged one offer and one answer with the station, and candidates both ways.
   * It stays.
   * Rejects when that did not happen.
   */
  join(): Promise<Guest>;
  /** A listener opens its socket and is let in; nothing more. It stays, and shows that it is alive as often as it has to. */
  idle(): Promise<Guest>;
}

export interface Guest {
  /** Resolves when the socket is closed. */
  leave(): Promise<void>;
}

/** How often clients show that they are alive, ms: what `peerjs` does, and what our service tells them. */
export const aliveEveryMs = 5_000;

/** As long as a session description of Chromium's for one audio track. */
export const description = `v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\n${'a=rtcp-fb:111 transport-cc\r\n'.repeat(50)}`;

const common = 'generation 0 ufrag Ab3d network-id 1 network-cost 10';

/**
 * What each side tells of the ways to it, right behind its description: its own address, which a browser hides behind a name of
 * mDNS's, and the one that a STUN server sees.
 */
export const candidates = [
  `candidate:1 1 udp 2113937151 5f0e8f0a-6a3d-4d7c-9f8b-3f1d3a9c2b11.local 54321 typ host ${common}`,
  `candidate:2 1 udp 1677729535 203.0.113.7 54321 typ srflx raddr 0.0.0.0 rport 0 ${common}`,
];

/** A promise that others fulfil. */
export interface Turn {
  readonly promise: Promise<void>;
  readonly done: () => void;
  readonly fail: (why: string) => void;
}

export function turn(): Turn {
  let done = (): void => undefined;
  let fail = (_why: string): void => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    done = resolve;
    fail = (why) => reject(new Error(why));
  });
  return { promise, done, fail };
}
