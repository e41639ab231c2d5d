import { describe, expect, it } from 'vitest';

import { ElementAudio } from './audio.ts';

/** As much of an `<audio>` as is used, with a log of what was done to it. */
class FakeElement extends EventTarget {
  readonly log: string[] = [];
  loop = false;
  paused = true;
  ended = false;
  error: MediaError | null = null;
  volume = 1;
  currentTime = 0;
  /** What `play` rejects with. */
  refuses: unknown = null;
  #src = '';
  #stream: string | null = null;

  get src(): string {
    return this.#src;
  }

  set src(src: string) {
    this.#src = src;
    this.log.push(src.startsWith('blob:') ? 'own' : src);
  }

  get srcObject(): string | null {
    return this.#stream;
  }

  set srcObject(stream: string | null) {
    this.#stream = stream;
    if (stream !== null) this.log.push(stream);
  }

  removeAttribute(): void {
    this.#src = '';
  }

  play(): Promise<void> {
    this.paused = false;
    return this.refuses === null ? Promise.resolve() : Promise.reject(this.refuses);
  }

  pause(): void {
    this.paused = true;
    this.log.push('pause');
  }

  load(): void {
    this.log.push('load');
  }
}

function setUp() {
  const element = new FakeElement();
  const audio = new ElementAudio(element as unknown as HTMLAudioElement);
  const interruptions: boolean[] = [];
  audio.onInterrupted = (interrupted) => interruptions.push(interrupted);
  const stream = (name: string) => ({ kind: 'stream', stream: name as unknown as MediaStream }) as const;
  return { element, audio, interruptions, stream };
}

describe('the one element', () => {
  it('changes from one stream to the next, and nothing else: no pause, nothing loaded anew', async () => {
    const { element, audio, stream } = setUp();
    await audio.play(stream('one'));
    await audio.play(stream('one'));
    await audio.play(stream('two'));
    expect(element.log).toEqual(['one', 'two']);
    expect(element.paused).toBe(false);
  });

  it('repeats silence and tone by itself, so that no timer and no graph is needed', async () => {
    const { element, audio, stream } = setUp();
    await audio.play({ kind: 'silence' });
    const silence = element.src;
    expect(element.loop).toBe(true);
    await audio.play({ kind: 'tone' });
    expect(element.loop).toBe(true);
    expect(element.src).not.toBe(silence);
    await audio.play({ kind: 'tone' });
    await audio.play(stream('one'));
    expect(element.loop).toBe(false);
    expect(element.log).toEqual(['own', 'own', 'one']);
  });

  it('says why it does not play', async () => {
    const { element, audio, stream } = setUp();
    element.refuses = new DOMException('a tap first', 'NotAllowedError');
    expect(await audio.play(stream('one'))).toBe('blocked');
    element.refuses = new DOMException('another came', 'AbortError');
    expect(await audio.play(stream('one'))).toBe('replaced');
    element.refuses = new DOMException('no such codec', 'NotSupportedError');
    expect(await audio.play(stream('one'))).toBe('failed');
    element.refuses = new TypeError('broken');
    expect(await audio.play(stream('one'))).toBe('failed');
  });

  it('tells when others stop it (a phone call), and not when we do', async () => {
    const { element, audio, interruptions, stream } = setUp();
    await audio.play(stream('one'));
    element.paused = true;
    element.dispatchEvent(new Event('pause'));
    element.paused = false;
    element.dispatchEvent(new Event('playing'));
    audio.stop();
    element.dispatchEvent(new Event('pause'));
    expect(interruptions).toEqual([true, false]);
  });
});
