import type { FailureCode, ListenerToService, Rendition, ServiceToListener } from '@mauzin/shared';
import { failures, protocolVersion } from '@mauzin/shared';
import type { Page, WebSocketRoute } from 'playwright';

import type { Tone } from './tone.ts';

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
  readonly #tone: Tone;
  readonly #sockets: WebSocketRoute[] = [];
  #greeting: Greeting;
  #connections = 0;

  static async open(page: Page, script: ServiceScript, tone: Tone): Promise<ScriptedService> {
    const service = new ScriptedService(script, tone);
    await page.routeWebSocket(/\/ws$/, (socket) => service.#take(socket));
    return service;
  }

  private constructor(script: ServiceScript, tone: Tone) {
    this.#script = script;
    this.#tone = tone;
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
    await this.#tone.silence();
  }

  /** As at first, for a page that is loaded anew. */
  async begin(): Promise<void> {
    this.#greeting = this.#script.greeting;
    await this.#tone.end();
  }

  close(): Promise<void> {
    return this.#tone.end();
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
        await this.#tone.answer(message.connection, message.sdp);
        break;
      case 'candidate':
        await this.#tone.candidate(message.connection, message.candidate);
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
    const sdp = await this.#tone.offer(connection);
    const wanted = rendition === undefined ? {} : { rendition };
    this.say({ type: 'offer', connection, route: 'direct', sdp, ...wanted });
  }
}
