import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, it } from 'vitest';

import { Doubt, noPacketMs, transportFor } from './transport.ts';

describe('how the sound comes', () => {
  const both = { webrtc: true, http: true, pocket: false, inVain: null };

  it('is WebRTC, or HTTP where it was chosen', () => {
    expect(transportFor(both)).toBe('webrtc');
    expect(transportFor({ ...both, pocket: true })).toBe('http');
  });

  it('is what can be had, whatever was chosen', () => {
    expect(transportFor({ ...both, http: false, pocket: true })).toBe('webrtc');
    expect(transportFor({ ...both, webrtc: false })).toBe('http');
    expect(transportFor({ ...both, webrtc: false, inVain: 'http' })).toBe('http');
    expect(transportFor({ ...both, http: false, inVain: 'webrtc' })).toBe('webrtc');
    expect(transportFor({ ...both, webrtc: false, http: false })).toBeNull();
  });

  it('is the other one where the wanted one was tried in vain', () => {
    expect(transportFor({ ...both, inVain: 'webrtc' })).toBe('http');
    expect(transportFor({ ...both, pocket: true, inVain: 'http' })).toBe('webrtc');
    expect(transportFor({ ...both, inVain: 'http' })).toBe('webrtc');
  });
});

describe('the doubt about WebRTC', () => {
  function setUp() {
    const clock = new FakeClock();
    const seen: number[] = [];
    const doubt = new Doubt(clock, () => seen.push(clock.now()));
    return { clock, seen, doubt, began: clock.now() };
  }

  it('is sure within 5 s of a tap, counted from the first offer', () => {
    const { clock, seen, doubt, began } = setUp();
    doubt.offered();
    clock.advance(3_000);
    doubt.offered();
    clock.advance(10_000);
    expect(seen).toEqual([began + noPacketMs]);
    expect(noPacketMs).toBeLessThan(5_000);
  });

  it('is gone when packets come, and may come again', () => {
    const { clock, seen, doubt } = setUp();
    doubt.offered();
    clock.advance(3_900);
    doubt.clear();
    clock.advance(10_000);
    expect(seen).toEqual([]);
    doubt.offered();
    clock.advance(4_000);
    expect(seen).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('lets the packets be looked at first when the page has slept over it', () => {
    const { clock, seen, doubt } = setUp();
    doubt.offered();
    clock.stall(600_000);
    clock.advance(0);
    expect(seen).toEqual([]);
    clock.advance(500);
    expect(seen).toHaveLength(1);
    doubt.offered();
    clock.stall(600_000);
    clock.advance(0);
    doubt.clear();
    clock.advance(10_000);
    expect([seen.length, clock.pending]).toEqual([1, 0]);
  });
});
