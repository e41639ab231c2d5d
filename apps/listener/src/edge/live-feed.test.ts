import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { canFeed, LiveFeed } from './live-feed.ts';
import { liveStream } from './live-stream.ts';

/** As much of Media Source Extensions as is used; appending takes until the test says that it is done. */
class FakeBuffer {
  mode = 'segments';
  updating = false;
  readonly steps: string[] = [];
  startS = 0;
  endS = 0;
  #listeners = new Map<string, () => void>();

  get buffered(): TimeRanges {
    return { length: this.endS > this.startS ? 1 : 0, start: () => this.startS, end: () => this.endS };
  }

  addEventListener(name: string, run: () => void): void {
    this.#listeners.set(name, run);
  }

  appendBuffer(bytes: Uint8Array): void {
    if (this.updating) throw new Error('InvalidStateError');
    this.updating = true;
    this.steps.push(new TextDecoder().decode(bytes));
  }

  remove(startS: number, endS: number): void {
    if (this.updating) throw new Error('InvalidStateError');
    this.updating = true;
    this.steps.push(`remove ${String(startS)} to ${String(endS)}`);
    this.startS = endS;
  }

  done(): void {
    this.updating = false;
    this.#listeners.get('updateend')?.();
  }

  fail(): void {
    this.#listeners.get('error')?.();
  }
}

class FakeSource {
  static last: FakeSource | null = null;
  static isTypeSupported = (type: string): boolean => type === 'audio/webm; codecs="opus"';
  readonly buffer = new FakeBuffer();
  readyState = 'closed';
  #open: (() => void) | null = null;

  constructor() {
    FakeSource.last = this;
  }

  addEventListener(_name: 'sourceopen', run: () => void): void {
    this.#open = run;
  }

  addSourceBuffer(): FakeBuffer {
    return this.buffer;
  }

  endOfStream(): void {
    this.readyState = 'ended';
  }

  /** The element has taken it. */
  open(): void {
    this.readyState = 'open';
    this.#open?.();
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

let answer: { stream: ReadableStreamDefaultController<Uint8Array> | null; signal: AbortSignal | null };
let status = 200;

beforeEach(() => {
  vi.useFakeTimers();
  answer = { stream: null, signal: null };
  status = 200;
  vi.stubGlobal('MediaSource', FakeSource);
  vi.stubGlobal('fetch', (_url: string, { signal }: { signal: AbortSignal }) => {
    answer.signal = signal;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        answer.stream = controller;
      },
    });
    return Promise.resolve(new Response(body, { status }));
  });
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:feed');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function setUp() {
  const ready: string[] = [];
  const failed: unknown[] = [];
  const played = { atS: 0 };
  const feed = new LiveFeed({
    url: '/live/noor.webm',
    playedS: () => played.atS,
    onReady: (src) => ready.push(src),
    onFailed: (error) => failed.push(error),
  });
  await settled();
  const source = FakeSource.last;
  if (!source) throw new Error('no source was made');
  const send = async (text: string): Promise<void> => {
    answer.stream?.enqueue(new TextEncoder().encode(text));
    await settled();
  };
  return { feed, ready, failed, played, source, send };
}

describe('the feed', () => {
  it('is ready when it has gathered something, and appends one thing after the other', async () => {
    const { ready, source, send, feed } = await setUp();
    await send('header ');
    vi.advanceTimersByTime(150);
    await send('one ');
    expect(ready).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(ready).toEqual(['blob:feed']);
    source.open();
    expect(source.buffer.mode).toBe('sequence');
    expect(source.buffer.steps).toEqual(['header one ']);
    await send('two ');
    await send('three ');
    expect(source.buffer.steps).toHaveLength(1);
    source.buffer.done();
    expect(source.buffer.steps).toEqual(['header one ', 'two three ']);
    expect(feed.wireBytes).toBe('header one two three '.length + 4 * 60);
  });

  it('lets go of what was played, and of what nobody plays', async () => {
    const { source, send, played } = await setUp();
    await send('x');
    vi.advanceTimersByTime(400);
    source.open();
    const { buffer } = source;
    buffer.done();
    Object.assign(buffer, { endS: 40.5 });
    played.atS = 40;
    await send('y');
    expect(buffer.steps).toEqual(['x', 'remove 0 to 30']);
    buffer.done();
    expect(buffer.steps[2]).toBe('y');
    buffer.done();
    buffer.endS = 65; // a phone call has the sound
    await send('z');
    expect(buffer.steps.slice(3)).toEqual(['remove 0 to 55']);
  });

  it('ends when the stream does, after the last of it', async () => {
    const { source, send, failed } = await setUp();
    await send('all');
    answer.stream?.close();
    await settled();
    source.open();
    expect(source.readyState).toBe('open');
    source.buffer.done();
    expect(source.readyState).toBe('ended');
    expect(failed).toEqual([]);
  });

  it('fails once, by whatever fails', async () => {
    status = 503;
    const refused = await setUp();
    expect(refused.failed).toHaveLength(1);
    status = 200;
    const unreadable = await setUp();
    await unreadable.send('nonsense');
    vi.advanceTimersByTime(400);
    unreadable.source.open();
    unreadable.source.buffer.fail();
    unreadable.source.buffer.fail();
    expect(unreadable.failed).toHaveLength(1);
    expect(answer.signal?.aborted).toBe(true);
    const broken = await setUp();
    answer.stream?.error(new TypeError('network error'));
    await settled();
    expect(broken.failed).toHaveLength(1);
  });

  it('stops fetching when it is closed, says nothing more, and leaves no timer', async () => {
    const { feed, failed, ready, send } = await setUp();
    await send('x');
    feed.close();
    feed.close();
    await settled();
    expect(answer.signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    expect([failed, ready]).toEqual([[], []]);
  });

  it('does not gather without end for a source that takes nothing', async () => {
    const { failed, send } = await setUp();
    for (let sent = 0; sent < 12; sent += 1) await send('x'.repeat(100_000));
    expect(failed).toHaveLength(1);
  });
});

describe('the live stream', () => {
  const canPlayType = (): 'probably' => 'probably';

  it('is beside the page, in the rendition that is wanted, with the ticket', () => {
    const stream = liveStream('noor', { canPlayType });
    expect(canFeed()).toBe(true);
    expect(stream.canPlay).toBe(true);
    expect(stream.url('saver', 'a.b+c')).toBe('/live/noor.webm?rendition=saver&ticket=a.b%2Bc');
  });

  it('is left to the element where no answer can be read while it comes', () => {
    vi.stubGlobal('Response', { prototype: {} });
    expect(canFeed()).toBe(false);
    expect(liveStream('noor', { canPlayType }).canPlay).toBe(true);
  });

  it('is asked of the browser by its codec', () => {
    vi.unstubAllGlobals();
    expect(canFeed()).toBe(false);
    const asked: string[] = [];
    const refuses = (type: string): '' => {
      asked.push(type);
      return '';
    };
    expect(liveStream('noor', { canPlayType: refuses }).canPlay).toBe(false);
    expect(asked).toEqual(['audio/webm; codecs="opus"']);
  });
});
