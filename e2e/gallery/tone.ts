import type { Page } from 'playwright';

type Candidate = RTCIceCandidateInit;

/** A tone on real connections, to one phone. */
export interface Tone {
  /** The offer for a new connection, with all its candidates. */
  offer(connection: string): Promise<string>;
  answer(connection: string, sdp: string): Promise<void>;
  candidate(connection: string, candidate: Candidate): Promise<void>;
  /** No packet comes any more; the connections stay. */
  silence(): Promise<void>;
  /** Ends its connections. */
  end(): Promise<void>;
}

interface SenderWindow {
  readonly sender: {
    offer(key: string): Promise<string>;
    answer(key: string, sdp: string): Promise<void>;
    candidate(key: string, candidate: Candidate): Promise<void>;
    silence(phone: string): void;
    end(phone: string): void;
  };
}

/**
 * Makes a page the sender of a tone to any number of phones.
 * @returns the tone for one more phone
 */
export async function openTone(page: Page): Promise<() => Tone> {
  await page.evaluate(installSender);
  let phones = 0;
  return () => {
    phones += 1;
    const phone = `${phones}-`;
    return {
      offer: (connection) =>
        page.evaluate((key) => (globalThis as unknown as SenderWindow).sender.offer(key), phone + connection),
      answer: (connection, sdp) =>
        page.evaluate(([key, text]) => (globalThis as unknown as SenderWindow).sender.answer(key, text), [
          phone + connection,
          sdp,
        ] as const),
      candidate: (connection, candidate) =>
        page.evaluate(([key, one]) => (globalThis as unknown as SenderWindow).sender.candidate(key, one), [
          phone + connection,
          candidate,
        ] as const),
      silence: () => page.evaluate((of) => (globalThis as unknown as SenderWindow).sender.silence(of), phone),
      end: () => page.evaluate((of) => (globalThis as unknown as SenderWindow).sender.end(of), phone),
    };
  };
}

/** Runs in the sender's page, so it stands alone. */
function installSender(): void {
  const peers = new Map<string, RTCPeerConnection>();
  const peersOf = (phone: string): [string, RTCPeerConnection][] =>
    [...peers].filter(([key]) => key.startsWith(phone));
  const context = new AudioContext();
  const out = new MediaStreamAudioDestinationNode(context);
  const tone = new OscillatorNode(context, { frequency: 330 });
  tone.connect(new GainNode(context, { gain: 0.3 })).connect(out);
  tone.start();
  const sender: SenderWindow['sender'] = {
    async offer(key) {
      const peer = new RTCPeerConnection();
      peers.set(key, peer);
      for (const track of out.stream.getTracks()) peer.addTrack(track, out.stream);
      await peer.setLocalDescription();
      if (peer.iceGatheringState !== 'complete') {
        await new Promise<void>((resolve) => {
          peer.addEventListener('icegatheringstatechange', () => {
            if (peer.iceGatheringState === 'complete') resolve();
          });
        });
      }
      return peer.localDescription?.sdp ?? '';
    },
    async answer(key, sdp) {
      await peers.get(key)?.setRemoteDescription({ type: 'answer', sdp });
    },
    async candidate(key, candidate) {
      await peers.get(key)?.addIceCandidate(candidate);
    },
    silence(phone) {
      for (const [, peer] of peersOf(phone)) for (const one of peer.getSenders()) void one.replaceTrack(null);
    },
    end(phone) {
      for (const [key, peer] of peersOf(phone)) {
        peer.close();
        peers.delete(key);
      }
    },
  };
  Object.assign(globalThis, { sender });
}
