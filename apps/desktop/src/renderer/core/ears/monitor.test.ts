import { FakeClock } from '@mauzin/shared/testing';
import { beforeEach, describe, expect, test } from 'vitest';

import { Monitor, type MonitorPlayer } from './monitor.ts';

const stream = { id: 'mix' } as MediaStream;
const output = (deviceId: string, label: string) =>
  ({ kind: 'audiooutput', deviceId, label, groupId: deviceId }) as MediaDeviceInfo;
const system = output('default', 'Default - Speakers');
const speakers = output('s1', 'Speakers');
const headphones = output('h1', 'Headphones');
const wanted = { deviceId: 'h1', label: 'Headphones' };

class FakePlayer {
  srcObject: MediaProvider | null = null;
  sinkId = '';
  playing = false;
  refusals = 0;
  opening: Promise<void> = Promise.resolve();
  /** Each output that anything was heard on. */
  readonly heardOn = new Set<string>();

  setSinkId = async (sinkId: string): Promise<void> => {
    await this.opening;
    if (this.refusals-- > 0) throw new Error('AbortError');
    this.sinkId = sinkId;
    this.#hear();
  };
  play = (): Promise<void> => {
    this.playing = true;
    this.#hear();
    return Promise.resolve();
  };
  pause = (): void => {
    this.playing = false;
  };

  get heard(): string | null {
    return this.playing && this.srcObject === stream ? this.sinkId : null;
  }

  #hear(): void {
    if (this.heard !== null) this.heardOn.add(this.heard);
  }
}

function setUp() {
  const clock = new FakeClock();
  const player = new FakePlayer();
  let devices = [system, speakers, headphones];
  const media = Object.assign(new EventTarget(), { enumerateDevices: () => Promise.resolve(devices) });
  const monitor = new Monitor({ stream, media, player: player satisfies MonitorPlayer, clock });
  const replugUnheard = (...now: MediaDeviceInfo[]): void => void (devices = now);
  const plug = (...now: MediaDeviceInfo[]): void => {
    replugUnheard(...now);
    media.dispatchEvent(new Event('devicechange'));
  };
  return { clock, monitor, player, plug, replugUnheard };
}

/** Until what was asked of the browser is done. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

let parts: ReturnType<typeof setUp>;
beforeEach(() => {
  parts = setUp();
});

describe('the monitor', () => {
  test('plays the mix on the chosen output alone, and nowhere unless asked', async () => {
    const { monitor, player } = parts;
    await settled();
    expect(player.heard).toBeNull();
    monitor.set(wanted);
    await settled();
    expect(player.heard).toBe('h1');
    monitor.set({ deviceId: 's1', label: 'Speakers' });
    await settled();
    expect(player.heard).toBe('s1');
    monitor.set(null);
    await settled();
    expect(player.heard).toBeNull();
    expect([...player.heardOn]).toEqual(['h1', 's1']);
  });

  test('is silent while its output is away, and back when it returns, under another id too', async () => {
    const { monitor, player, plug } = parts;
    monitor.set(wanted);
    await settled();
    plug(system, speakers);
    await settled();
    expect(player.heard).toBeNull();
    plug(system, speakers, output('h7', 'Headphones'));
    await settled();
    expect(player.heard).toBe('h7');
    expect([...player.heardOn]).toEqual(['h1', 'h7']);
  });

  test('leaves the output before at once, however long the next one takes to open', async () => {
    const { monitor, player } = parts;
    monitor.set(wanted);
    await settled();
    player.opening = new Promise(() => undefined);
    monitor.set({ deviceId: 's1', label: 'Speakers' });
    await settled();
    expect(player.heard).toBeNull();
  });

  test('plays on undisturbed when other devices come and go', async () => {
    const { monitor, player, plug } = parts;
    monitor.set(wanted);
    await settled();
    player.pause = () => {
      throw new Error('disturbed');
    };
    plug(system, headphones);
    await settled();
    monitor.set({ ...wanted });
    await settled();
    expect(player.heard).toBe('h1');
  });

  test('finds out by itself within half a second, where the system says nothing', async () => {
    const { clock, monitor, player, replugUnheard } = parts;
    monitor.set(wanted);
    await settled();
    replugUnheard(system, speakers);
    clock.advance(500);
    await settled();
    expect(player.heard).toBeNull();
    replugUnheard(system, speakers, headphones);
    clock.advance(500);
    await settled();
    expect(player.heard).toBe('h1');
  });

  test('tries again, less and less often, while the output cannot be opened', async () => {
    const { clock, monitor, player } = parts;
    player.refusals = 3;
    monitor.set(wanted);
    await settled();
    for (const waitMs of [1_000, 2_000, 4_000]) {
      const { refusals } = player;
      clock.advance(waitMs - 1);
      await settled();
      expect(player.refusals).toBe(refusals);
      expect(player.heard).toBeNull();
      clock.advance(1);
      await settled();
    }
    expect(player.heard).toBe('h1');
  });

  test('follows the last choice when two are made at once', async () => {
    const { monitor, player } = parts;
    monitor.set(wanted);
    monitor.set({ deviceId: 's1', label: 'Speakers' });
    await settled();
    expect([...player.heardOn]).toEqual(['s1']);
  });

  test('closed, is silent for good', async () => {
    const { clock, monitor, player, plug } = parts;
    player.refusals = 1;
    monitor.set(wanted);
    await settled();
    monitor.close();
    monitor.close();
    plug(system, speakers, headphones);
    clock.advance(60_000);
    await settled();
    expect(player.heard).toBeNull();
    expect(clock.pending).toBe(0);
  });
});
