import type { NetworkInterfaceInfo } from 'node:os';

import { describe, expect, test } from 'vitest';

import { FakeClock } from '@mauzin/shared/testing';
import { type MixFlow, MixWatch } from './mix/mix-watch.ts';
import { AddressWatch } from './network/address-watch.ts';

describe('the mix', () => {
  function setUp() {
    const clock = new FakeClock();
    const flows: MixFlow[] = [];
    let lastAt: number | null = null;
    const watch = new MixWatch({ clock, lastPacketAtMs: () => lastAt, onChange: (flow) => flows.push(flow) });
    return { clock, flows, watch, packet: () => (lastAt = clock.now()) };
  }

  test('flows with its packets, and is gone a second after the last', () => {
    const { clock, flows, packet, watch } = setUp();
    watch.expect(true);
    packet();
    clock.advance(100);
    expect(flows).toEqual(['connecting', 'flowing']);
    clock.advance(850);
    expect(watch.flow).toBe('flowing');
    clock.advance(100);
    expect(flows).toEqual(['connecting', 'flowing', 'none']);
    watch.close();
    expect(clock.pending).toBe(0);
  });

  test('of an earlier broadcast does not count for the next', () => {
    const { clock, packet, watch } = setUp();
    packet();
    clock.advance(100);
    watch.reset();
    clock.advance(100);
    expect(watch.flow).toBe('none');
    packet();
    clock.advance(100);
    expect(watch.flow).toBe('flowing');
  });
});

describe('the address', () => {
  const info = (address: string) => ({ address, family: 'IPv4', internal: false }) as NetworkInterfaceInfo;

  function setUp(interfaces: Record<string, NetworkInterfaceInfo[]>) {
    const clock = new FakeClock();
    const parts = { interfaces, routes: [] as string[], told: [] as (string | null)[], changes: 0, reads: 0 };
    const watch = new AddressWatch({
      clock,
      interfaces: () => parts.interfaces,
      readDefaultRoutes: () => {
        parts.reads += 1;
        return Promise.resolve(parts.routes);
      },
      onAddress: (address) => parts.told.push(address),
      onChange: () => (parts.changes += 1),
    });
    const pass = async (ms: number): Promise<void> => {
      clock.advance(ms);
      await Promise.resolve();
    };
    return { clock, parts, pass, watch };
  }

  test('is followed, and only changes are told', () => {
    const { clock, parts, watch } = setUp({ eth0: [info('192.168.1.5')] });
    clock.advance(9_000);
    parts.interfaces = {};
    clock.advance(3_000);
    parts.interfaces = { eth0: [info('192.168.1.9')] };
    clock.advance(6_000);
    expect(parts.told).toEqual([null, '192.168.1.9']);
    watch.close();
    expect(clock.pending).toBe(0);
  });

  test('is that of the default route, which may come after its address, or change', async () => {
    const { clock, parts, pass, watch } = setUp({ wlan0: [info('192.168.1.5')], eth0: [info('10.0.0.5')] });
    expect(watch.address).toBe('192.168.1.5');
    await pass(0);
    parts.routes = ['eth0'];
    await pass(3_000);
    expect(watch.address).toBe('10.0.0.5');
    await pass(57_000);
    expect(parts.reads).toBe(2);
    parts.routes = ['wlan0'];
    for (let step = 0; step < 3; step += 1) await pass(3_000);
    expect(watch.address).toBe('192.168.1.5');
    expect(parts.told).toEqual(['10.0.0.5', '192.168.1.5']);
    watch.close();
    expect(clock.pending).toBe(0);
  });

  test('is the one that the admin fixed, while its adapter is there; the list to choose from is told', async () => {
    const { parts, pass, watch } = setUp({ wlan0: [info('192.168.1.5')] });
    watch.fix({ adapter: 'eth0', address: '10.0.0.5' });
    expect(watch.address).toBe('192.168.1.5');
    parts.interfaces = { wlan0: [info('192.168.1.5')], eth0: [info('10.0.0.9')] };
    await pass(3_000);
    expect(watch.address).toBe('10.0.0.9');
    expect(watch.all.map(({ address }) => address)).toEqual(['192.168.1.5', '10.0.0.9']);
    parts.interfaces = { ...parts.interfaces, eth1: [info('10.0.1.1')] };
    await pass(3_000);
    expect(parts.changes).toBe(1);
    watch.fix(null);
    expect(parts.told).toEqual(['10.0.0.9', '192.168.1.5']);
    watch.close();
  });
});
