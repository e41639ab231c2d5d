import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, it } from 'vitest';

import { catchUpEveryMs, joinDelayMs, Pocket, streamLatencyMs } from './pocket.ts';
import type { Progress } from './ports.ts';

/** An element that plays while the test says so; a new address begins at 0. */
function setUp() {
  const clock = new FakeClock();
  const element = {
    url: null as string | null,
    playingSince: null as number | null,
    aheadS: 0.2,
    blocked: false,
  };
  const urls: (string | null)[] = [];
  let flows = true;
  let rendition = 'normal';
  const progress = (): Progress | null => {
    if (element.url === null) return null;
    const playedS = element.playingSince === null ? 0 : (clock.now() - element.playingSince) / 1000;
    return { playedS, bufferedS: playedS + element.aheadS, wireBytes: null };
  };
  const pocket: Pocket = new Pocket({
    clock,
    random: () => 0.5,
    url: () => `/live/noor.webm?rendition=${rendition}`,
    progress,
    blocked: () => element.blocked,
    onChange: () => {
      if (pocket.url === element.url) return;
      element.url = pocket.url;
      element.playingSince = flows && pocket.url !== null ? clock.now() + 100 : null;
      element.aheadS = 0.2;
      urls.push(pocket.url);
    },
  });
  return {
    clock,
    element,
    urls,
    pocket,
    /** What the next joinings find. */
    stream: (there: boolean) => (flows = there),
    choose: (name: string) => (rendition = name),
    /** What is on stands still. */
    stall: () => {
      element.playingSince = null;
      flows = false;
    },
  };
}

describe('pocket mode', () => {
  it('joins the stream, and is heard when it moves', () => {
    const { clock, pocket, urls } = setUp();
    expect(pocket.url).toBeNull();
    pocket.start();
    pocket.start();
    expect(urls).toEqual(['/live/noor.webm?rendition=normal#1']);
    expect(pocket.heard).toBe(false);
    clock.advance(200);
    expect(pocket.heard).toBe(true);
    expect(pocket.behindMs).toBeCloseTo(200 + streamLatencyMs);
    clock.advance(3_600_000);
    expect(urls).toHaveLength(1);
    expect(clock.pending).toBe(2); // the next look, and the loss that it puts off
  });

  it('is lost after 2 s without progress, joins again with backoff, and is heard again', () => {
    const { clock, pocket, urls, stall, stream } = setUp();
    pocket.start();
    clock.advance(1_000);
    stall();
    clock.advance(1_700);
    expect(pocket.heard).toBe(true);
    clock.advance(600);
    expect(pocket.heard).toBe(false);
    expect(urls[1]).toBeNull(); // off the element: the tone has room
    clock.advance(20_000);
    expect(pocket.failed).toBeGreaterThanOrEqual(3);
    expect(pocket.tried).toBe(true);
    expect(urls.filter((url) => url !== null).length).toBeLessThan(8);
    stream(true);
    clock.advance(9_000);
    expect(pocket.heard).toBe(true);
    expect(pocket.failed).toBe(0);
  });

  it('spreads out those who join again, and waits longer each time, up to 4 s', () => {
    expect([0, 1, 2, 3, 9].map((failed) => joinDelayMs(failed, 1))).toEqual([
      500, 1_000, 2_000, 4_000, 4_000,
    ]);
    expect(joinDelayMs(3, 0)).toBe(2_000);
  });

  it('joins at once when the network is back', () => {
    const { clock, pocket, stall, stream } = setUp();
    pocket.start();
    clock.advance(1_000);
    stall();
    clock.advance(30_000);
    while (pocket.url !== null) clock.advance(100);
    stream(true);
    pocket.check();
    clock.advance(200);
    expect(pocket.heard).toBe(true);
  });

  it('joins again when the stream ends, and loses nothing that lasts less than 2 s', () => {
    const { clock, pocket, urls } = setUp();
    pocket.start();
    clock.advance(1_000);
    pocket.ended();
    expect(pocket.url).toBeNull();
    expect(pocket.heard).toBe(true);
    clock.advance(700);
    expect(pocket.heard).toBe(true);
    expect(urls).toEqual(['/live/noor.webm?rendition=normal#1', null, '/live/noor.webm?rendition=normal#2']);
    clock.advance(10_000);
    expect(pocket.heard).toBe(true);
  });

  it('is lost 2 s after the end where it cannot be joined again', () => {
    const { clock, pocket, stall } = setUp();
    pocket.start();
    clock.advance(1_000);
    stall();
    pocket.ended();
    clock.advance(2_100);
    expect(pocket.heard).toBe(false);
  });

  it('joins at now when it is more than 3 s behind, without a loss, and once in 30 s at most', () => {
    const { clock, pocket, element, urls } = setUp();
    pocket.start();
    clock.advance(1_000);
    element.aheadS = 2.8;
    clock.advance(10_000);
    expect(urls).toHaveLength(1);
    element.aheadS = 3.5;
    clock.advance(600);
    expect(urls).toHaveLength(2);
    expect(pocket.heard).toBe(true);
    clock.advance(1_000);
    expect(pocket.behindMs).toBeLessThan(1_000);
    element.aheadS = 3.5;
    clock.advance(catchUpEveryMs - 5_000);
    expect(urls).toHaveLength(2);
    clock.advance(5_000);
    expect(urls).toHaveLength(3);
  });

  it('takes a phone call for no loss, however long', () => {
    const { clock, pocket, element, urls } = setUp();
    pocket.start();
    clock.advance(1_000);
    element.blocked = true;
    element.playingSince = null;
    clock.advance(60_000);
    expect(urls).toHaveLength(1);
    expect(pocket.failed).toBe(0);
    expect(pocket.lost).toBe(false);
    element.blocked = false;
    element.aheadS = 20;
    clock.advance(300);
    expect(urls).toHaveLength(2); // what came meanwhile is old
  });

  it('takes another rendition without a loss', () => {
    const { clock, pocket, urls, choose } = setUp();
    pocket.rejoin();
    expect(pocket.active).toBe(false);
    pocket.start();
    clock.advance(1_000);
    choose('saver');
    pocket.rejoin();
    expect(pocket.heard).toBe(true);
    clock.advance(3_000);
    expect(pocket.heard).toBe(true);
    expect(urls[1]).toBe('/live/noor.webm?rendition=saver#2');
  });

  it('lets what has arrived be heard when the broadcast is over, and then rests', () => {
    const { clock, pocket } = setUp();
    pocket.start();
    clock.advance(1_000);
    pocket.finish();
    clock.advance(500);
    expect(pocket.heard).toBe(true);
    pocket.ended();
    expect(pocket.active).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('begins anew with the next broadcast, and rests at once where nothing is heard', () => {
    const { clock, pocket, urls } = setUp();
    pocket.start();
    clock.advance(1_000);
    pocket.finish();
    pocket.start();
    clock.advance(1_000);
    expect(urls).toEqual(['/live/noor.webm?rendition=normal#1', null, '/live/noor.webm?rendition=normal#2']);
    pocket.rest();
    pocket.start();
    pocket.finish();
    expect(pocket.active).toBe(false);
    pocket.rest();
    expect(clock.pending).toBe(0);
  });
});
