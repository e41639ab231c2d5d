import type { AudioPort, Playable, PlayResult, Progress } from '../core/ports.ts';
import { canFeed, LiveFeed } from './live-feed.ts';
import { silence, tone } from './own-sounds.ts';

/** The one audio element of the page, in its HTML from the start. Only what is on it changes. */
export class ElementAudio implements AudioPort<MediaStream> {
  readonly #element: HTMLAudioElement;
  readonly #own = { silence: URL.createObjectURL(silence()), tone: URL.createObjectURL(tone()) };
  #on: Playable<MediaStream> | null = null;
  /** The feed of the HTTP stream that is on, and of the one that is to take its place once it has something to play. */
  #feed: LiveFeed | null = null;
  #next: { readonly url: string; readonly feed: LiveFeed } | null = null;
  #turn = 0;
  onInterrupted: ((interrupted: boolean) => void) | null = null;
  onEnded: (() => void) | null = null;

  constructor(element: HTMLAudioElement) {
    this.#element = element;
    element.addEventListener('pause', () => {
      // By the time the event comes, a change of what is on may have started it again.
      if (this.#on && element.paused && !element.ended) this.onInterrupted?.(true);
    });
    element.addEventListener('playing', () => {
      if (this.#on) this.onInterrupted?.(false);
    });
    const ended = (): void => {
      if (this.#on?.kind === 'http') this.onEnded?.();
    };
    element.addEventListener('ended', ended);
    element.addEventListener('error', ended);
  }

  async play(what: Playable<MediaStream>): Promise<PlayResult> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      if (what.kind === 'http' && canFeed()) this.#fetch(what);
      else this.#put(what);
      await this.#element.play();
      return turn === this.#turn ? 'playing' : 'replaced';
    } catch (error) {
      if (turn !== this.#turn) return 'replaced';
      const name = error instanceof DOMException ? error.name : '';
      if (name === 'NotAllowedError') return 'blocked';
      return name === 'AbortError' ? 'replaced' : 'failed';
    }
  }

  stop(): void {
    this.#turn += 1;
    this.#on = null;
    this.#closeFeeds();
    this.#element.pause();
    this.#element.srcObject = null;
    this.#element.removeAttribute('src');
    this.#element.load();
  }

  progress(): Progress | null {
    if (this.#next) return { playedS: 0, bufferedS: 0, wireBytes: this.#next.feed.wireBytes };
    if (this.#on?.kind !== 'http') return null;
    const { buffered, currentTime } = this.#element;
    const bufferedS = buffered.length > 0 ? buffered.end(buffered.length - 1) : currentTime;
    return { playedS: currentTime, bufferedS, wireBytes: this.#feed?.wireBytes ?? null };
  }

  get volume(): number {
    return this.#element.volume;
  }

  set volume(volume: number) {
    this.#element.volume = volume;
  }

  /** iPhones ignore it: there, only the buttons on the side set the volume. */
  canSetVolume(): boolean {
    const before = this.#element.volume;
    this.#element.volume = 0.5;
    const took = this.#element.volume === 0.5;
    this.#element.volume = before;
    return took;
  }

  /** What is on plays on until the stream has come: then that takes its place, without a pause in between. */
  #fetch(what: Extract<Playable<MediaStream>, { kind: 'http' }>): void {
    if (this.#next?.url === what.url || (this.#next === null && this.#isOn(what))) return;
    // Something must be on in the tap, or the element is not unlocked.
    if (this.#on === null) this.#put({ kind: 'silence' });
    this.#next?.feed.close();
    const feed = new LiveFeed({
      url: what.url,
      playedS: () => this.#element.currentTime,
      onReady: (src) => this.#change(what, feed, src),
      onFailed: () => this.#feedFailed(feed),
    });
    this.#next = { url: what.url, feed };
  }

  #change(what: Playable<MediaStream>, feed: LiveFeed, src: string): void {
    const element = this.#element;
    this.#next = null;
    this.#feed?.close();
    this.#feed = feed;
    this.#on = what;
    element.loop = false;
    element.srcObject = null;
    element.src = src;
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.onInterrupted?.(true);
    });
  }

  #feedFailed(feed: LiveFeed): void {
    if (feed === this.#next?.feed) this.#next = null;
    else if (feed !== this.#feed) return;
    this.onEnded?.();
  }

  #closeFeeds(): void {
    this.#feed?.close();
    this.#next?.feed.close();
    this.#feed = null;
    this.#next = null;
  }

  #put(what: Playable<MediaStream>): void {
    if (this.#isOn(what)) {
      this.#next?.feed.close();
      this.#next = null;
      return;
    }
    const element = this.#element;
    this.#closeFeeds();
    this.#on = what;
    if (what.kind === 'stream') {
      // Without a pause in between: on a change of connection this is all of the silence that is heard.
      element.loop = false;
      element.srcObject = what.stream;
      element.removeAttribute('src');
      return;
    }
    element.srcObject = null;
    element.loop = what.kind !== 'http';
    element.src = what.kind === 'http' ? what.url : this.#own[what.kind];
  }

  /** An address that failed or has ended is opened anew. */
  #isOn(what: Playable<MediaStream>): boolean {
    const on = this.#on;
    if (on === null || on.kind !== what.kind || this.#element.error !== null) return false;
    if (what.kind === 'stream') return on.kind === 'stream' && on.stream === what.stream;
    if (what.kind !== 'http') return true;
    return on.kind === 'http' && on.url === what.url && !this.#element.ended;
  }
}
