import { once } from 'node:events';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  broadcasterHello,
  Guest,
  type Headless,
  type SignalServer,
  startHeadless,
  startSignalServer,
} from '../src/index.ts';
import { domain, type Proxy, startCaddy, startNginx } from '../support/proxies.ts';

/** The loopback network has many addresses: guests that a proxy tells apart. */
const here = '127.0.0.1';
const guesser = '127.0.0.2';
const neighbour = '127.0.0.3';

/** Everything that a client may write to seem to be somebody else. */
const forged = (address: string): Record<string, string> => ({
  'X-Real-IP': address,
  'X-Forwarded-For': address,
  'Fly-Client-IP': address,
  'CF-Connecting-IP': address,
  'True-Client-IP': address,
  Forwarded: `for=${address}`,
});

describe.each([
  { name: 'nginx', start: startNginx },
  { name: 'Caddy', start: startCaddy },
])('$name in front of the service', ({ start }) => {
  let server: SignalServer;
  let proxy: Proxy;
  let station: Headless;

  beforeAll(async () => {
    server = await startSignalServer({
      env: {
        MAUZIN_PUBLIC_URL: `https://${domain}`,
        MAUZIN_ADDRESS_HEADER: 'x-real-ip',
        MAUZIN_RELAY: 'on',
        MAUZIN_RELAY_BIND: '0.0.0.0',
      },
    });
    proxy = await start(server.port);
  });

  afterAll(async () => {
    await station?.close();
    await proxy?.stop();
    await server?.close();
  });

  const origin = (): string => `https://${domain}:${proxy.httpsPort}`;
  /** By the proxy, as its name leads to it. */
  const options = (localAddress = here) => ({
    host: here,
    port: proxy.httpsPort,
    servername: domain,
    ca: proxy.ca,
    localAddress,
  });

  async function get(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
    const asked = request({
      ...options(),
      path,
      headers: { Host: `${domain}:${proxy.httpsPort}`, ...headers },
    });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  }

  async function bodyOf(response: IncomingMessage): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }

  /** A page of the service's own, from this address. */
  const guest = (localAddress = here, headers: Record<string, string> = {}): Guest =>
    new Guest(`https://${here}:${proxy.httpsPort}`, {
      ...options(localAddress),
      origin: origin(),
      headers: { Host: `${domain}:${proxy.httpsPort}`, ...headers },
    });

  const isLive = async (): Promise<unknown> => {
    const status = JSON.parse((await bodyOf(await get('/api/stations/noor'))).toString()) as {
      live: unknown;
    };
    return status.live;
  };

  async function wrongKey(localAddress: string, claimed: string): Promise<unknown> {
    const one = guest(localAddress, forged(claimed));
    await once(one.socket, 'open');
    one.say(broadcasterHello(`not-the-key-${claimed}`));
    const answer = await one.hears(({ type }) => type === 'error');
    one.close();
    return answer?.['code'];
  }

  test('http is sent to https', async () => {
    const asked = plainRequest({
      host: here,
      port: proxy.httpPort,
      path: '/s/noor',
      headers: { Host: domain },
    });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect([301, 308]).toContain(response.statusCode);
    expect(response.headers.location).toMatch(new RegExp(`^https://${domain}(?::\\d+)?/s/noor$`));
  });

  test('a page comes over TLS with HSTS and the policies, also over HTTP/2', async () => {
    const response = await get('/s/noor');
    expect(response.statusCode).toBe(200);
    expect((await bodyOf(response)).toString()).toContain('Masjid an-Noor');
    expect(response.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);
    expect(response.headers['content-security-policy']).toContain(`wss://${domain}:${proxy.httpsPort}`);
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    const session = connectHttp2(origin(), {
      createConnection: () => connectTls({ ...options(), ALPNProtocols: ['h2'] }),
    });
    const stream = session.request({ ':path': '/s/noor' });
    const [headers] = (await once(stream, 'response')) as [Record<string, string | number>];
    expect(headers[':status']).toBe(200);
    expect(headers['strict-transport-security']).toMatch(/max-age=/);
    stream.resume();
    await once(stream, 'end');
    session.close();
  });

  test('brotli and gzip of the service come through as they are', async () => {
    const plain = await bodyOf(await get('/s/noor'));
    for (const [encoding, decode] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const response = await get('/s/noor', { 'Accept-Encoding': encoding });
      expect(response.headers['content-encoding']).toBe(encoding);
      expect(decode(await bodyOf(response)).equals(plain)).toBe(true);
    }
  });

  test('a page’s WebSocket works through TLS; one of another site’s page does not', async () => {
    const one = guest();
    await once(one.socket, 'open');
    one.say({
      type: 'hello',
      role: 'listener',
      version: 1,
      station: 'noor',
      listening: false,
      connection: null,
    });
    expect(await one.hears(({ type }) => type === 'welcome')).toMatchObject({ station: { slug: 'noor' } });
    one.close();
    const foreign = new Guest(`https://${here}:${proxy.httpsPort}`, {
      ...options(),
      origin: 'https://elsewhere.example',
      headers: { Host: `${domain}:${proxy.httpsPort}` },
    });
    const [refused] = (await once(foreign.socket, 'unexpected-response').then(([, response]) => [
      response,
    ])) as [IncomingMessage];
    expect(refused.statusCode).toBe(403);
    refused.destroy();
  });

  test('guesses count by the address that the proxy sees, whatever a client says of itself', async () => {
    const answers: unknown[] = [];
    for (let guess = 1; guess <= 30 && !answers.includes('too-many-tries'); guess += 1)
      answers.push(await wrongKey(guesser, `203.0.113.${guess}`));
    expect(answers).toContain('wrong-key');
    expect(answers.at(-1)).toBe('too-many-tries');
    // Neither shut out by the proxy's own address, nor by that of somebody else which he claims.
    expect(await wrongKey(neighbour, guesser)).toBe('wrong-key');
  });

  test('live sound goes out as it comes', async () => {
    station = await startHeadless('Masjid an-Noor', { remote: server });
    await expect.poll(isLive, { timeout: 10_000 }).toBe(true);
    const response = await get('/live/noor.webm');
    expect(response.statusCode).toBe(200);
    const sizes: number[] = [];
    for await (const part of response) {
      sizes.push((part as Buffer).length);
      if (sizes.length === 21) break;
    }
    // The service sends under 3 kB five times a second. A buffer would be passed on when it is full: 4 KiB and more at a time.
    expect(sizes.sort((one, other) => one - other)[10]).toBeLessThan(3_500);
  });

  test('at a restart sockets are closed with 1012, and find the new service at the same address', async () => {
    const before = guest();
    await once(before.socket, 'open');
    before.say({
      type: 'hello',
      role: 'listener',
      version: 1,
      station: 'noor',
      listening: false,
      connection: null,
    });
    await before.hears(({ type }) => type === 'welcome');
    expect(await server.terminate()).toBe(0);
    expect(await before.gone()).toBe(1012);
    await server.start();
    const after = guest();
    await once(after.socket, 'open');
    after.close();
  });
});
