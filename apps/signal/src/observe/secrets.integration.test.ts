import { once } from 'node:events';
import { createServer } from 'node:http';

import { limits } from '@mauzin/shared';
import { expect, it } from 'vitest';

import { broadcasterHello, listenerHello } from '../testing/harness.ts';
import { urlOf, useBuiltProgram } from '../testing/use-built-program.ts';

const { run, scene } = useBuiltProgram();

const code = 'Kumquat7788';
const config = {
  MAUZIN_ADMIN_TOKEN: 'admin-token-that-nobody-may-see-here',
  MAUZIN_TURN_URLS: 'turn:203.0.113.77:3478',
  MAUZIN_TURN_SECRET: 'turn-secret-that-nobody-may-see-here',
  MAUZIN_RESUME_SECRET: 'resume-secret-that-nobody-may-see-either',
};
const sdp = 'v=0\r\no=- 77 2 IN IP4 203.0.113.78\r\na=ice-pwd:icepwdnobodymaysee\r\n';
const candidate = { candidate: 'candidate:1 1 udp 1 203.0.113.79 9 typ host ufrag ufragnobody', sdpMid: '0' };

/** Reads what is reported; the key of its DSN is a secret too. */
async function collector() {
  const reports: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (data: Buffer) => reports.push(data.toString()));
    request.on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { reports, dsn: `http://dsnkeythatnobodymaysee@127.0.0.1:${port}/1`, close: () => server.close() };
}

it('at the level debug no secret gets into the log, whatever is done right or wrong', async () => {
  const { close, dsn, reports } = await collector();
  const added = run(['station', 'add', 'noor', '--name', 'Masjid an-Noor', '--language', 'ar', '--json']);
  const { key } = (JSON.parse((await added.ended).out) as { key: { key: string } }).key;
  await run(['station', 'set-code', 'noor', code]).ended;
  const serving = run(['serve'], {
    ...config,
    MAUZIN_ERROR_DSN: dsn,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'debug',
    MAUZIN_ADDRESS_HEADER: 'x-real-ip',
    MAUZIN_WRONG_CODE_DELAY_MS: '0',
  });
  const url = await urlOf(serving);
  expect(serving.output.err).toBe('');
  const headers = { 'x-real-ip': '203.0.113.80' };

  const desktop = await scene.raw(url, { headers });
  const tokens = [(await desktop.greet({ ...broadcasterHello, key, onAirMs: 0 }))['resume']];
  const phone = await scene.raw(url, { headers });
  const welcome = await phone.greet({ ...listenerHello, code });
  tokens.push(welcome['resume']);
  const [ice] = welcome['iceServers'] as { username: string; credential: string }[];
  const connection = 'c1';
  desktop.say({ type: 'offer', listener: welcome['peer'], connection, sdp });
  desktop.say({ type: 'candidate', listener: welcome['peer'], connection, candidate });
  await phone.seen('candidate');
  phone.say({ type: 'answer', connection, sdp });
  await desktop.seen('answer');
  // And everything wrong.
  phone.say({ type: 'answer', connection: 7, sdp });
  phone.say(sdp);
  phone.say({ type: 'welcome', resume: tokens[0], sdp });
  await phone.gone();
  for (const hello of [
    { ...broadcasterHello, key: `${key.slice(0, -1)}!` },
    { ...broadcasterHello, key: 'x'.repeat(limits.keyChars + 1) },
    { ...listenerHello, code: 'Persimmon99' },
    { ...listenerHello, resume: `${String(tokens[1])}x` },
    { ...listenerHello, station: 'nowhere', code },
  ]) {
    const stranger = await scene.raw(url, { headers });
    stranger.say(hello);
    await Promise.race([stranger.gone(), stranger.seen('error')]);
    stranger.socket.close();
    await stranger.gone();
  }
  await fetch(`${url}/live/noor.webm?ticket=${String(tokens[1])}`, { headers });
  await fetch(`${url}/live/noor.webm?ticket=ticketthatnobodymaysee`, { headers });
  for (const token of [config.MAUZIN_ADMIN_TOKEN, 'wrong-admin-token-of-somebody']) {
    const authorization = `Bearer ${token}`;
    await fetch(`${url}/api/admin/stations/noor/code?token=${token}`, {
      method: 'PUT',
      headers: { ...headers, authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'Tamarind5566' }),
    });
  }
  serving.child.kill('SIGTERM');
  await serving.ended;
  close();

  const log = serving.output.out + serving.output.err;
  for (const event of ['connection refused', 'changed by the admin', 'socket closed', 'live'])
    expect(log).toContain(`"event":"${event}"`);
  const { MAUZIN_TURN_URLS: _, ...configured } = config;
  const secrets = [
    Object.values(configured),
    [key, key.replaceAll('-', ''), key.slice(0, -1), code, 'Persimmon99', 'Tamarind5566'],
    tokens.map(String),
    [ice?.username, ice?.credential].map(String),
    ['ticketthatnobodymaysee', 'wrong-admin-token', 'dsnkeythatnobodymaysee'],
    ['icepwdnobodymaysee', 'ufragnobody', '203.0.113', 'sha256:', 'scrypt:'],
  ].flat();
  for (const secret of secrets) expect(log).not.toContain(secret);
  for (const secret of secrets.filter((one) => !one.startsWith('dsnkey')))
    expect(reports.join('')).not.toContain(secret);
}, 60_000);
