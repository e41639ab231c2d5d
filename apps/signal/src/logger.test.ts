import { afterEach, expect, it } from 'vitest';

import { createLogger } from './logger.ts';
import { broadcasterHello, key, listenerHello, noor, Scene, until } from './testing/harness.ts';

const scene = new Scene();
afterEach(() => scene.close());

function memory() {
  const lines: string[] = [];
  return {
    lines,
    logger: createLogger('debug', { destination: { write: (line: string) => void lines.push(line) } }),
  };
}

it('hides secrets that are passed by mistake', () => {
  const { lines, logger } = memory();
  logger.info(
    {
      key: 'K1',
      hello: { key: 'K2' },
      peer: { deep: { resume: 'K3' } },
      at: { sdp: 'K4', accessCode: 'K5', address: 'K6' },
    },
    'mistake',
  );
  expect(lines.join('')).toContain('[hidden]');
  expect(lines.join('')).not.toMatch(/K[1-6]/);
});

it('a whole conversation, also a failing one, leaves one line for each transition and no secret', async () => {
  const { lines, logger } = memory();
  const { url, service } = await scene.service({ logger });
  const desktop = await scene.raw(url);
  const tokens = [await desktop.greet({ ...broadcasterHello, onAirMs: 0 })];
  const phone = await scene.raw(url);
  const { peer, ...welcome } = await phone.greet(listenerHello);
  tokens.push({ ...welcome });
  desktop.say({ type: 'offer', listener: peer, connection: 'c1', sdp: 'SECRET-SDP' });
  await phone.seen('offer');
  phone.say({ type: 'answer', connection: 'c1', sdp: 'SECRET-SDP' });
  await desktop.seen('answer');
  phone.say({ type: 'answer', connection: 7, sdp: 'SECRET-SDP' });
  phone.say('SECRET-SDP');
  await until(() => phone.frames.filter(({ type }) => type === 'error').length === 2);
  const stranger = await scene.raw(url);
  stranger.say({ ...broadcasterHello, key: 'WRONG-KEY' });
  await stranger.gone();
  desktop.say({ type: 'bye' });
  await desktop.gone();
  await service.close();

  const log = lines.join('');
  for (const secret of [
    key,
    key.replaceAll('-', ''),
    noor.keyHashes[0],
    'SECRET-SDP',
    'WRONG-KEY',
    ...tokens.map((token) => String(token['resume'])),
  ]) {
    expect(log).not.toContain(secret);
  }
  const info = lines
    .map((line) => JSON.parse(line) as { level: number; event: string })
    .filter(({ level }) => level === 30);
  expect(info.map(({ event }) => event)).toEqual([
    'listening',
    'broadcaster-joined',
    'live',
    'broadcaster-left',
    'off',
    'closing',
    'closed',
  ]);
});
