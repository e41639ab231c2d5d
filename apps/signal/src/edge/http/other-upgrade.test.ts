import { once } from 'node:events';
import { connect } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { Scene, until } from '../../testing/harness.ts';
import { withoutUpgrade } from './front.ts';

const scene = new Scene();
afterEach(() => scene.close());

/** What is answered to these bytes, on one connection, as long as it stays open. */
async function said(port: number, ...parts: readonly string[]) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  return {
    socket,
    text: () => text,
    answers: () => text.split(/(?=HTTP\/1\.1 \d)/).filter((one) => one !== ''),
  };
}
const upgrade =
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n';

describe('a wish for another protocol than WebSocket', () => {
  it('is ignored: the request is answered as an ordinary one, and the next one on the connection, too', async () => {
    const { port } = await scene.service();
    const { answers, socket, text } = await said(
      port,
      `GET /healthz HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`,
      `GET /api/stations/noor HTTP/1.1\r\nHost: x\r\n\r\n`,
    );
    await until(() => answers().length === 2 && text().includes('"slug":"noor"'));
    expect(answers().map((one) => one.split('\r\n', 1)[0])).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK']);
    socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`);
    await until(() => answers().length === 3);
    socket.destroy();
  });

  it('loses nothing of what comes with it, and is what it was but for the wish', async () => {
    const bodies: string[] = [];
    const { port, service } = await scene.service({
      adminApi: async (request) => {
        bodies.push(`${request.method} ${request.headers.get('x-a') ?? ''} ${await request.text()}`);
        return new Response('taken');
      },
    });
    const body = 'a body '.repeat(2_000);
    const head = `PUT /api/admin/x HTTP/1.1\r\nHost: x\r\nX-A: b\r\nContent-Length: ${body.length}\r\n${upgrade}\r\n`;
    const { socket, text } = await said(port, head + body.slice(0, 100), body.slice(100));
    await until(() => text().includes('taken'));
    expect(bodies).toEqual([`PUT b ${body}`]);
    socket.destroy();
    await service.close();
  });

  it('takes one place, which is given back', async () => {
    const { port } = await scene.service({
      limits: { maxConnections: 0, broadcasterReserve: 0, maxHttpConnections: 1 },
    });
    for (let round = 0; round < 5; round += 1) {
      const { socket, text } = await said(port, `GET /healthz HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`);
      await until(() => text() !== '');
      expect(text()).toMatch(/^HTTP\/1\.1 200 OK/);
      const closed = once(socket, 'close');
      socket.end();
      await closed;
    }
  });
});

it('what is put back is the request, without the wish', () => {
  const rawHeaders = ['Host', 'x', 'connection', 'keep-alive, upgrade', 'UPGRADE', 'TLS/1.0', 'Accept', 'ü'];
  expect(withoutUpgrade({ httpVersion: '1.1', method: 'GET', url: '/a?b', rawHeaders })).toBe(
    'GET /a?b HTTP/1.1\r\nHost: x\r\nconnection: keep-alive\r\nAccept: ü\r\n\r\n',
  );
});
