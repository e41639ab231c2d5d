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

test('the address is followed, and only changes are told', () => {
  const clock = new FakeClock();
  const info = (address: string) => ({ address, family: 'IPv4', internal: false }) as NetworkInterfaceInfo;
  let interfaces: Record<string, NetworkInterfaceInfo[]> = { eth0: [info('192.168.1.5')] };
  const told: (string | null)[] = [];
  const watch = new AddressWatch(
    clock,
    () => interfaces,
    (address) => told.push(address),
  );
  clock.advance(9_000);
  interfaces = {};
  clock.advance(3_000);
  interfaces = { eth0: [info('192.168.1.9')] };
  clock.advance(6_000);
  expect(told).toEqual([null, '192.168.1.9']);
  watch.close();
  expect(clock.pending).toBe(0);
});
