import { type Candidate, limits } from '@mauzin/shared';

import type { CreatePeer, InboundStats, PeerPort } from '../core/ports.ts';

/**
 * Makes connections with code that may still be on its way (WebRTC is half of what the page loads, and nobody needs it in
 * order to read). An offer that is earlier waits for it, its candidates too. Code that does not come is a connection that
 * failed; the next one asks for it again.
 */
export function latePeer<TStream>(load: () => Promise<CreatePeer<TStream>>): CreatePeer<TStream> {
  let loaded: CreatePeer<TStream> | null = null;
  return (options) => {
    if (loaded) return loaded(options);
    const peer = new LatePeer();
    const begin = async (): Promise<void> => {
      try {
        const create = (loaded = await load());
        peer.begin(() => create(options));
      } catch (error) {
        if (peer.fail()) options.onClosed(error);
      }
    };
    void begin();
    return peer;
  };
}

class LatePeer implements PeerPort {
  #peer: PeerPort | null = null;
  #over = false;
  readonly #candidates: Candidate[] = [];

  begin(create: () => PeerPort): void {
    if (this.#over) return;
    const peer = create();
    this.#peer = peer;
    for (const candidate of this.#candidates.splice(0)) peer.addCandidate(candidate);
  }

  /** False where nobody wants to know any more. */
  fail(): boolean {
    const wanted = !this.#over;
    this.#over = true;
    return wanted;
  }

  addCandidate(candidate: Candidate): void {
    if (this.#peer) this.#peer.addCandidate(candidate);
    else if (this.#candidates.length < limits.candidatesPerConnection) this.#candidates.push(candidate);
  }

  async stats(): Promise<InboundStats | null> {
    return this.#peer ? this.#peer.stats() : null;
  }

  level(): number {
    return this.#peer ? this.#peer.level() : 0;
  }

  destroy(): void {
    this.#over = true;
    this.#peer?.destroy();
  }
}
