import {
  type Feature,
  features,
  laterFailures,
  laterMessages,
  laterRenditions,
  laterRoutes,
} from '@mauzin/shared';
import { afterEach, describe, expect, it } from 'vitest';

import { broadcasterHello, key, listenerHello, Scene } from './testing/harness.ts';
import { FirstDayPeer } from './testing/first-day/first-day-peer.ts';

const scene = new Scene();
const peers: FirstDayPeer[] = [];
const patched: (() => void)[] = [];
afterEach(async () => {
  for (const restore of patched.splice(0)) restore();
  for (const peer of peers.splice(0)) peer.close();
  await scene.close();
});

function firstDay(role: 'page' | 'desktop', url: string): FirstDayPeer {
  const peer = new FirstDayPeer(role, url);
  peers.push(peer);
  return peer;
}

/** As if this name had been added to the protocol after its first day. */
function cameLater(later: object, name: string): void {
  const names = later as Record<string, Feature>;
  names[name] = 'retry';
  patched.push(() => delete names[name]);
}

describe('a page and a desktop of the first day, with the service of today', () => {
  it('join, hear and leave, and nothing is said to them that is new', async () => {
    const { url } = await scene.service({ limits: { presenceEveryMs: 10 } });
    const desktop = firstDay('desktop', url);
    await desktop.say('hello', { key });
    await desktop.hears('welcome');
    await desktop.say('capacity');
    const page = firstDay('page', url);
    await page.say('hello');
    const { peer: listener, resume } = await page.hears('welcome');
    await desktop.say('live');
    await page.hears('live');
    await desktop.hears('listen');
    const ids = { listener, connection: 'c1' };
    await desktop.say('offer', ids);
    await page.hears('offer');
    await page.say('answer', ids);
    await desktop.hears('answer');
    await page.say('candidate', ids);
    await desktop.hears('candidate');
    await desktop.say('candidate', ids);
    await page.hears('candidate');
    await desktop.say('reached', ids);
    await page.say('health', ids);
    await desktop.hears('health');
    await page.say('ping');
    await page.hears('pong');
    await desktop.say('ping');
    await desktop.hears('pong');
    await desktop.hears('presence');

    page.close();
    await desktop.hears('listener-left');
    const again = firstDay('page', url);
    await again.say('helloAgain', { ...ids, resume });
    expect((await again.hears('welcome'))['peer']).toBe(listener);
    expect(await desktop.hears('listen', 2)).toMatchObject(ids);
    await again.say('listen');
    await desktop.hears('listen', 3);
    await desktop.say('closed', ids);
    await again.hears('closed');
    await again.say('unlisten');
    await desktop.hears('unlisten');
    await desktop.say('off');
    await again.hears('off');
    await again.say('bye');
    expect(await again.gone()).toBe(1000);
    await desktop.say('bye');
    expect(await desktop.gone()).toBe(1000);
    expect([...page.news, ...again.news, ...desktop.news]).toEqual([]);
  });

  it('are refused and sent away in words that they know', async () => {
    const { service, url } = await scene.service({ limits: { maxListeners: 1 } });
    const [first, second] = [firstDay('page', url), firstDay('page', url)];
    await first.say('hello');
    await first.hears('welcome');
    await second.say('hello');
    expect(await second.gone()).toBe(4503);
    const stranger = firstDay('desktop', url);
    await stranger.say('hello', { key: 'wrong' });
    expect(await stranger.gone()).toBe(4401);
    await service.close();
    expect(await first.gone()).toBe(1012);
    expect([...first.news, ...second.news, ...stranger.news]).toEqual([]);
  });

  it('hear of no message that came later, and who has listed it does', async () => {
    cameLater(laterMessages, 'off');
    const { url } = await scene.service();
    const desktop = firstDay('desktop', url);
    await desktop.say('hello', { key });
    await desktop.say('live');
    const page = firstDay('page', url);
    await page.say('hello');
    await page.hears('welcome');
    const today = await scene.listener(() => url).online();
    expect(today.welcomes).toMatchObject([{ features }]);
    await desktop.say('off');
    await expect.poll(() => today.of('off').length).toBe(1);
    await page.say('ping');
    await page.hears('pong');
    expect(page.heard.map(({ type }) => type)).toEqual(['welcome', 'pong']);
  });

  it.each([
    ['route', laterRoutes, 'direct'],
    ['rendition', laterRenditions, 'saver'],
  ] as const)('are offered nothing by a %s that came later', async (_kind, later, name) => {
    cameLater(later, name);
    const { url } = await scene.service();
    const desktop = await scene
      .broadcaster(() => url, { onAirMs: 0, renditions: ['normal', 'saver'] })
      .online();
    const page = firstDay('page', url);
    await page.say('hello');
    const { peer: listener } = await page.hears('welcome');
    desktop.client.send({
      type: 'offer',
      listener: String(listener),
      connection: 'c1',
      rendition: 'saver',
      sdp: 'an offer',
    });
    const today = await scene.listener(() => url, { listening: true }).online();
    const { peer: other } = today.welcomes[0] as { peer: string };
    desktop.client.send({
      type: 'offer',
      listener: other,
      connection: 'c2',
      rendition: 'saver',
      sdp: 'an offer',
    });
    await expect.poll(() => today.of('offer').length).toBe(1);
    await page.say('ping');
    await page.hears('pong');
    expect(page.heard.map(({ type }) => type)).toEqual(['welcome', 'pong']);
    const [welcome] = page.heard;
    expect(welcome?.['renditions']).toEqual(name === 'saver' ? ['normal'] : ['normal', 'saver']);
    expect(page.news).toEqual([]);
  });

  it('are told a failure that came later as the general one, which asks the same of them', async () => {
    cameLater(laterFailures, 'station-full');
    const { url } = await scene.service({ limits: { maxListeners: 1 } });
    await scene.listener(() => url).online();
    const page = firstDay('page', url);
    await page.say('hello');
    expect(await page.gone()).toBe(4400);
    expect(page.heard).toEqual([{ type: 'error', code: 'bad-message' }]);
    const today = await scene.raw(url);
    today.say({ ...listenerHello, features });
    expect(await today.gone()).toEqual({ code: 4503, reason: 'station-full' });
    expect(today.frames).toEqual([{ type: 'error', code: 'station-full', retry: 'later' }]);
  });
});

describe('a page and a desktop of tomorrow, with the service of today', () => {
  it('may name what is not known here, and go on', async () => {
    const { url } = await scene.service();
    const desktop = await scene.raw(url);
    const renditions = ['normal', 'hi-fi', 'saver'];
    desktop.say({ ...broadcasterHello, onAirMs: 0, renditions, features: [...features, 'rooms'], rooms: 2 });
    expect(await desktop.seen('welcome')).toMatchObject({ features });
    const page = await scene.raw(url);
    page.say({ ...listenerHello, rendition: 'hi-fi', route: 'satellite', features: ['rooms'] });
    const welcome = await page.seen('welcome');
    // What the page does not know need not be listed to it.
    expect(welcome).toMatchObject({ features: [], renditions: ['normal', 'saver'] });
    expect(await desktop.seen('listen')).not.toHaveProperty('rendition');
    for (let said = 0; said < 5; said++) page.say({ type: 'raise-hand', room: 'hall' });
    page.say({ type: 'ping', id: 1 });
    await page.seen('pong');
    expect(page.frames.map(({ type }) => type)).toEqual(['welcome', 'pong']);
  });

  it('may list as many features as a frame holds, and odd ones; but a list it must be', async () => {
    const { url } = await scene.service();
    const names = (count: number) => Array.from({ length: count }, (_, index) => `feature-${index}`);
    for (const odd of [names(1_000), ['x'.repeat(41)], ['Not A Name', 7]]) {
      const peer = await scene.raw(url);
      peer.say({ ...listenerHello, features: odd });
      await peer.seen('welcome');
    }
    const peer = await scene.raw(url);
    peer.say({ ...listenerHello, features: 'retry' });
    expect((await peer.gone()).code).toBe(4400);
  });
});
