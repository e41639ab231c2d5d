import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { floorDbfs } from '../level.ts';
import { Audition } from './audition.ts';

/** Devices that hand out streams of one track, each when it is let. */
class FakeMedia {
  readonly stopped: string[] = [];
  readonly waiting = new Map<string, { give: () => void; refuse: (error: Error) => void }>();

  readonly getUserMedia = (constraints: MediaStreamConstraints = {}): Promise<MediaStream> => {
    const { audio } = constraints;
    const wanted = typeof audio === 'object' ? audio.deviceId : undefined;
    const id = typeof wanted === 'object' && 'exact' in wanted ? String(wanted.exact) : '';
    return new Promise((done, fail) => {
      const track = { stop: () => this.stopped.push(id) };
      this.waiting.set(id, {
        give: () => done({ getTracks: () => [track] } as unknown as MediaStream),
        refuse: fail,
      });
    });
  };
}

const settled = (): Promise<void> => new Promise((done) => void setImmediate(done));
const input = (deviceId: string) => ({ deviceId, label: deviceId });
const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
let media: FakeMedia;
let audition: Audition;

beforeEach(() => {
  const node = { connect: () => undefined, disconnect: () => undefined };
  vi.stubGlobal('MediaStreamAudioSourceNode', function Source() {
    return node;
  });
  vi.stubGlobal('AnalyserNode', function Analyser() {
    return { getFloatTimeDomainData: (samples: Float32Array) => samples.fill(0.1) };
  });
  close.mockClear();
  media = new FakeMedia();
  audition = new Audition({ media, openContext: () => ({ close }) as unknown as AudioContext });
});

afterEach(() => vi.unstubAllGlobals());

test('every input is opened, and its level told once it is', async () => {
  audition.follow([input('a'), input('b')]);
  expect(audition.stateOf('a')).toBe('opening');
  expect(audition.levelOf('a')).toBe(floorDbfs);
  media.waiting.get('a')?.give();
  await settled();
  expect(audition.stateOf('a')).toBe('open');
  expect(audition.levelOf('a')).toBeCloseTo(-20);
  expect(audition.levelOf('b')).toBe(floorDbfs);
});

test('one that is refused says so, and the others go on', async () => {
  audition.follow([input('a'), input('b')]);
  media.waiting.get('a')?.refuse(new DOMException('no', 'NotAllowedError'));
  media.waiting.get('b')?.give();
  await settled();
  expect([audition.stateOf('a'), audition.stateOf('b')]).toEqual(['denied', 'open']);
});

test('what is unplugged is let go of, and what is plugged in is opened', async () => {
  audition.follow([input('a')]);
  media.waiting.get('a')?.give();
  await settled();
  audition.follow([input('b')]);
  expect(media.stopped).toEqual(['a']);
  expect([audition.stateOf('a'), audition.stateOf('b')]).toEqual([null, 'opening']);
});

test('nothing stays open after the stop, not even what comes late', async () => {
  audition.follow([input('a'), input('late')]);
  media.waiting.get('a')?.give();
  await settled();
  audition.stop();
  media.waiting.get('late')?.give();
  await settled();
  expect(media.stopped).toEqual(['a', 'late']);
  audition.stop();
  expect(close).toHaveBeenCalledTimes(1);
});

test('no more than eight are opened at once', () => {
  audition.follow(Array.from({ length: 12 }, (_, index) => input(`m${index}`)));
  expect(media.waiting.size).toBe(8);
});
