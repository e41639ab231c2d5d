import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, it } from 'vitest';

import type { ScreenAwake } from '../core/receiver.ts';
import { ScreenKeeper, type WakeLock } from './screen-keeper.ts';

class FakeLock implements WakeLock {
  held = true;
  #released: (() => void)[] = [];

  addEventListener(_type: 'release', run: () => void): void {
    this.#released.push(run);
  }

  release(): Promise<void> {
    this.takeBack(); // browsers tell of this one too
    return Promise.resolve();
  }

  /** The browser takes it back. */
  takeBack(): void {
    this.held = false;
    this.#released.forEach((run) => run());
  }
}

interface Browser {
  readonly hasLocks?: boolean;
  readonly hasVideo?: boolean;
}

function setUp({ hasLocks = true, hasVideo = true }: Browser = {}) {
  const clock = new FakeClock();
  const locks: FakeLock[] = [];
  const told: ScreenAwake[] = [];
  const page = { visible: true, refuses: false, videoPlays: false };
  const request = (): Promise<WakeLock> => {
    if (page.refuses) return Promise.reject(new Error('NotAllowedError'));
    const lock = new FakeLock();
    locks.push(lock);
    return Promise.resolve(lock);
  };
  const keeper = new ScreenKeeper({
    requestLock: hasLocks ? request : null,
    isVisible: () => page.visible,
    video: {
      play: () => {
        page.videoPlays = hasVideo;
        return hasVideo ? Promise.resolve() : Promise.reject(new Error('no video'));
      },
      stop: () => (page.videoPlays = false),
    },
    clock,
  });
  keeper.onChange = (awake) => told.push(awake);
  return { clock, locks, told, page, keeper };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('the screen', () => {
  it('is kept awake by a lock, and by no video then', async () => {
    const { keeper, locks, told, page } = setUp();
    keeper.keep();
    keeper.keep();
    await settled();
    keeper.keep();
    await settled();
    expect(locks).toHaveLength(1);
    expect(told).toEqual(['kept']);
    expect(page.videoPlays).toBe(false);
  });

  it('is locked again when the page is looked at again', async () => {
    const { keeper, locks, told, page } = setUp();
    keeper.keep();
    await settled();
    page.visible = false;
    locks[0]?.takeBack();
    keeper.keep();
    await settled();
    expect(locks).toHaveLength(1);
    page.visible = true;
    keeper.keep();
    await settled();
    expect(locks).toHaveLength(2);
    expect(told).toEqual(['kept']);
  });

  it('is asked for again when the browser takes the lock back, after a moment', async () => {
    const { keeper, locks, told, clock } = setUp();
    keeper.keep();
    await settled();
    locks[0]?.takeBack();
    await settled();
    expect(told).toEqual(['kept', 'not-kept']);
    clock.advance(2_000);
    await settled();
    expect(locks).toHaveLength(2);
    expect(told).toEqual(['kept', 'not-kept', 'kept']);
  });

  it('plays a video where there is no lock, and does not promise that it helps', async () => {
    const { keeper, told, page } = setUp({ hasLocks: false });
    keeper.keep();
    await settled();
    expect(page.videoPlays).toBe(true);
    expect(told).toEqual([]); // `unknown`, as it was
    keeper.release();
    expect(page.videoPlays).toBe(false);
  });

  it('says so when neither can be had, and when one can again', async () => {
    const { keeper, told, page } = setUp({ hasVideo: false });
    page.refuses = true;
    keeper.keep();
    await settled();
    expect(told).toEqual(['not-kept']);
    page.refuses = false;
    keeper.keep();
    await settled();
    expect(told).toEqual(['not-kept', 'kept']);
  });

  it('is let go, also when the lock comes too late, and no timer stays', async () => {
    const { keeper, locks, told, clock } = setUp();
    keeper.keep();
    keeper.release();
    await settled();
    expect(locks[0]?.held).toBe(false);
    keeper.keep();
    await settled();
    locks[1]?.takeBack();
    keeper.release();
    keeper.release();
    expect(clock.pending).toBe(0);
    expect(told[told.length - 1]).toBe('unknown');
  });
});
