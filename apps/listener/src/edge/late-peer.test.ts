import { limits } from '@mauzin/shared';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { CreatePeer, PeerPort } from '../core/ports.ts';
import { latePeer } from './late-peer.ts';

const candidate = (name: string) => ({ candidate: name, sdpMid: '0' });

describe('a connection whose code is still on its way', () => {
  let arrives: (create: CreatePeer<string>) => void = () => undefined;
  let fails: (reason: unknown) => void = () => undefined;
  const load = vi.fn(
    () =>
      new Promise<CreatePeer<string>>((resolve, reject) => {
        arrives = resolve;
        fails = reject;
      }),
  );
  const peer = {
    addCandidate: vi.fn<PeerPort['addCandidate']>(),
    stats: vi.fn<PeerPort['stats']>(async () => null),
    level: vi.fn<PeerPort['level']>(() => 0.5),
    destroy: vi.fn<PeerPort['destroy']>(),
  };
  const create = vi.fn<CreatePeer<string>>(() => peer);
  const onClosed = vi.fn<(reason: unknown) => void>();
  const offer = (sdp: string) => ({
    offer: sdp,
    iceServers: [],
    onAnswer: () => undefined,
    onCandidate: () => undefined,
    onStream: () => undefined,
    onClosed,
  });
  beforeEach(() => vi.clearAllMocks());

  it('waits, and has then all that came meanwhile', async () => {
    const one = latePeer(load)(offer('one'));
    one.addCandidate(candidate('a'));
    expect([one.level(), await one.stats()]).toEqual([0, null]);
    arrives(create);
    await expect.poll(() => peer.addCandidate.mock.calls).toEqual([[candidate('a')]]);
    expect(create.mock.calls[0]?.[0].offer).toBe('one');
    one.addCandidate(candidate('b'));
    expect(peer.addCandidate).toHaveBeenLastCalledWith(candidate('b'));
    expect(one.level()).toBe(0.5);
    one.destroy();
    expect(peer.destroy).toHaveBeenCalledOnce();
  });

  it('is made at once when the code is there', async () => {
    const make = latePeer(load);
    make(offer('one'));
    arrives(create);
    await expect.poll(() => create.mock.calls.length).toBe(1);
    expect(make(offer('two'))).toBe(peer);
    expect(load).toHaveBeenCalledOnce();
  });

  it('is not made when it is no longer wanted', async () => {
    const one = latePeer(load)(offer('one'));
    one.destroy();
    arrives(create);
    await Promise.resolve();
    await Promise.resolve();
    expect(create).not.toHaveBeenCalled();
    expect(onClosed).not.toHaveBeenCalled();
  });

  it('fails with its code, which the next asks for again', async () => {
    const make = latePeer(load);
    make(offer('one'));
    fails(new Error('offline'));
    await expect.poll(() => onClosed.mock.calls).toEqual([[new Error('offline')]]);
    make(offer('two'));
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('fails where its offer cannot be used', async () => {
    latePeer(load)(offer('none'));
    arrives(() => {
      throw new Error('not an offer');
    });
    await expect.poll(() => onClosed.mock.calls).toEqual([[new Error('not an offer')]]);
  });

  it('keeps no more candidates than the protocol allows', async () => {
    const one = latePeer(load)(offer('one'));
    for (let count = 0; count < limits.candidatesPerConnection + 5; count += 1) {
      one.addCandidate(candidate(String(count)));
    }
    arrives(create);
    await expect.poll(() => peer.addCandidate.mock.calls.length).toBe(limits.candidatesPerConnection);
  });
});
