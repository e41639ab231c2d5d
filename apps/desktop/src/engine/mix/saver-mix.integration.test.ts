import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { createEngineLogger } from '../logger.ts';
import { SaverMix } from './saver-mix.ts';

function setUp() {
  const clock = new FakeClock();
  const onChange = vi.fn<() => void>();
  const saver = new SaverMix({
    clock,
    onChange,
    random: () => 0.5,
    logger: createEngineLogger('silent'),
    onSignal: () => undefined,
  });
  onTestFinished(() => saver.close());
  return { clock, onChange, saver, on: (listeners: number) => saver.follow({ listeners, live: true }) };
}

describe('the saver', () => {
  test('is wanted from the first listener on, while on the air', () => {
    const { on, saver } = setUp();
    on(0);
    expect(saver.state).toEqual({ wanted: false, mix: 'none' });
    saver.follow({ listeners: 3, live: false });
    expect(saver.state.wanted).toBe(false);
    on(1);
    expect(saver.state.wanted).toBe(true);
  });

  test('is not wanted any more 30 s after the last, which is told', () => {
    const { clock, on, onChange, saver } = setUp();
    const idle = clock.pending;
    on(1);
    on(0);
    clock.advance(20_000);
    on(0); // does not begin anew
    clock.advance(9_999);
    expect(saver.state.wanted).toBe(true);
    onChange.mockClear();
    clock.advance(1);
    expect(saver.state.wanted).toBe(false);
    expect(onChange).toHaveBeenCalled();
    expect(clock.pending).toBe(idle);
  });

  test('goes on when somebody comes back meanwhile, and for another 30 s then', () => {
    const { clock, on, saver } = setUp();
    on(1);
    on(0);
    clock.advance(29_000);
    on(1);
    clock.advance(60_000);
    on(0);
    clock.advance(29_000);
    expect(saver.state.wanted).toBe(true);
    clock.advance(1_000);
    expect(saver.state.wanted).toBe(false);
  });

  test('ends with the broadcast at once', () => {
    const { clock, on, saver } = setUp();
    on(1);
    saver.follow({ listeners: 1, live: false });
    expect(saver.state.wanted).toBe(false);
    saver.close();
    expect(clock.pending).toBe(0);
  });

  test('after a wake is expected anew, if it is wanted', () => {
    const { on, saver } = setUp();
    saver.wake();
    expect(saver.state.mix).toBe('none');
    on(1);
    saver.wake();
    expect(saver.state.mix).toBe('connecting');
  });

  test('takes no offer that nobody asked for', () => {
    const { saver } = setUp();
    saver.signal({ type: 'offer', rendition: 'saver', sdp: 'v=0' });
    expect(saver.state.mix).toBe('none');
    expect(saver.fanOut.stats().source).toBe(null);
  });
});
