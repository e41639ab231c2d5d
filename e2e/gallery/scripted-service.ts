import type { FailureCode, ListenerToService, Rendition, ServiceToListener } from '@mauzin/shared';
import { failures, protocolVersion } from '@mauzin/shared';
import type { BrowserContext, Page, WebSocketRoute } from 'playwright';

/** How the service greets each socket of the page: not at all, by ending it, with a welcome, or at the door. */
export type Greeting = 'none' | 'ends' | 'off' | 'live' | { readonly refusal: FailureCode };

export interface ServiceScript {
  readonly greeting: Greeting;
  readonly renditions?: readonly Rendition[];
  readonly httpStream?: boolean;
}

/**
 * The service as a script, in place of the page's socket. Who asks for sound is sent a tone by another page of the same browser,
 * over a real connection.
 */
export class ScriptedService {
  readonly #script: ServiceScript;
  readonly #sender: Page;
  readonly #sockets: WebSocketRoute[] = [];
  #greeting: Greeting;
  #connections = 0;

  static async open(page: Page, script: ServiceScript): Promise<ScriptedService> {
    const sender = await openSender(page.context());
    const service = new ScriptedService(sender, script);
    await page.routeWebSocket(/\/ws$/, (socket) => service.#take(socket));
    return service;
  }

  private constructor(sender: Page, script: ServiceScript) {
    this.#sender = sender;
    this.#script = script;
    this.#greeting = script.greeting;
  }

  say(message: ServiceToListener): void {
    this.#sockets.at(-1)?.send(JSON.stringify(message));
  }

  /** Ends the socket, and greets the next ones so. */
  async drop(next: Greeting): Promise<void> {
    this.#greeting = next;
    await this.#sockets.at(-1)?.close({ code: 1011 });
  }

  /** No packet comes any more, and nobody says so. */
  async silence(): Promise<void> {
    this.#greeting = 'none';
    await this.#sender.evaluate(() => (globalThis as unknown as SenderWindow).sender.stop());
  }

  close(): Promise<void> {
    return this.#sender.close();
  }

  #take(socket: WebSocketRoute): void {
    this.#sockets.push(socket);
    socket.onMessage((text) => void this.#hear(socket, JSON.parse(String(text)) as ListenerToService));
  }

  async #hear(socket: WebSocketRoute, message: ListenerToService): Promise<void> {
    switch (message.type) {
      case 'hello':
        this.#greet(socket, message.code !== undefined);
        if (message.listening && this.#greeting === 'live') await this.#offer(message.rendition);
        break;
      case 'listen':
        if (this.#greeting === 'live') await this.#offer(message.rendition);
        break;
      case 'answer':
        await this.#sender.evaluate(
          ({ connection, sdp }) => (globalThis as unknown as SenderWindow).sender.answer(connection, sdp),
          message,
        );
        break;
      case 'candidate':
        await this.#sender.evaluate(
          ({ connection, candidate }) =>
            (globalThis as unknown as SenderWindow).sender.candidate(connection, candidate),
          message,
        );
        break;
      case 'ping':
        this.say({ type: 'pong', id: message.id });
        break;
      default:
    }
  }

  #greet(socket: WebSocketRoute, withCode: boolean): void {
    const greeting = this.#greeting;
    if (greeting === 'none') return;
    if (greeting === 'ends') return void socket.close({ code: 1011 });
    if (typeof greeting === 'object') {
      // Whoever is asked for a code and gives one gives a wrong one.
      const code = greeting.refusal === 'code-needed' && withCode ? 'wrong-code' : greeting.refusal;
      this.say({ type: 'error', code });
      void socket.close({ code: failures[code].closeCode });
      return;
    }
    this.say({
      type: 'welcome',
      version: protocolVersion,
      peer: 'listener-1',
      resume: 'resume-token-0001',
      station: { slug: 'noor', name: 'Masjid an-Noor', language: 'en' },
      iceServers: [],
      listeners: 1,
      pingEveryMs: 60_000,
      onAirMs: greeting === 'live' ? 65_000 : null,
      renditions: [...(this.#script.renditions ?? ['normal', 'saver'])],
      ...(this.#script.httpStream === false ? {} : { httpStream: 'direct' }),
    });
  }

  async #offer(rendition: Rendition | undefined): Promise<void> {
    this.#connections += 1;
    const connection = `c${this.#connections}`;
    const sdp = await this.#sender.evaluate(
      (id) => (globalThis as unknown as SenderWindow).sender.offer(id),
      connection,
    );
    const wanted = rendition === undefined ? {} : { rendition };
    this.say({ type: 'offer', connection, route: 'direct', sdp, ...wanted });
  }
}

interface SenderWindow {
  readonly sender: {
    offer(id: string): Promise<string>;
    answer(id: string, sdp: string): Promise<void>;
    candidate(id: string, candidate: { candidate: string; sdpMid: string | null }): Promise<void>;
    stop(): void;
  };
}

async function openSender(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.evaluate(installSender);
  return page;
}

/** Runs in the sender's page, so it stands alone. */
function installSender(): void {
  const peers = new Map<string, RTCPeerConnection>();
  const context = new AudioContext();
  const out = new MediaStreamAudioDestinationNode(context);
  const tone = new OscillatorNode(context, { frequency: 330 });
  tone.connect(new GainNode(context, { gain: 0.3 })).connect(out);
  tone.start();
  const sender: SenderWindow['sender'] = {
    async offer(id) {
      const peer = new RTCPeerConnection();
      peers.set(id, peer);
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
    async answer(id, sdp) {
      await peers.get(id)?.setRemoteDescription({ type: 'answer', sdp });
    },
    async candidate(id, candidate) {
      await peers.get(id)?.addIceCandidate(candidate);
    },
    stop() {
      for (const peer of peers.values()) for (const one of peer.getSenders()) void one.replaceTrack(null);
    },
  };
  Object.assign(globalThis, { sender });
}
