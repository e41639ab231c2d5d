import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { exact } from '../../testing/exact-request.ts';
import { huda, noor, Scene } from '../../testing/harness.ts';

const scene = new Scene();
let dir = '';
const script = `console.log(${JSON.stringify('sound '.repeat(200))})`;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-pages-'));
  await mkdir(join(dir, 'pages', 'assets'), { recursive: true });
  await writeFile(join(dir, 'secret.js'), 'secret');
  await writeFile(join(dir, 'pages', 'index.html'), '<!doctype html><html><head></head></html>');
  await writeFile(join(dir, 'pages', 'shells.json'), '{"secret":"not to be had"}');
  await writeFile(join(dir, 'pages', 'assets', 'main-1a2b.js'), script);
  await writeFile(join(dir, 'pages', 'assets', '.hidden.js'), 'secret');
  await writeFile(join(dir, 'pages', 'icon.svg'), '<svg/>');
});
afterEach(async () => {
  await scene.close();
  await rm(dir, { recursive: true });
});

const withPages = (stations = [noor, huda]) => scene.service({ pagesDir: join(dir, 'pages'), stations });

describe('files of the page', () => {
  it('are kept for ever and come compressed to those who can read that', async () => {
    const { port } = await withPages();
    const plain = await exact(port, '/assets/main-1a2b.js');
    expect(plain.body.toString()).toBe(script);
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    const br = await exact(port, '/assets/main-1a2b.js', { 'accept-encoding': 'gzip, br' });
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.body).toString()).toBe(script);
    const gzip = await exact(port, '/assets/main-1a2b.js', { 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).toString()).toBe(script);
  });

  it('that are compressed already are taken as they are', async () => {
    await writeFile(join(dir, 'pages', 'assets', 'main-1a2b.js.br'), brotliCompressSync('by the build'));
    const { port } = await withPages();
    const { body } = await exact(port, '/assets/main-1a2b.js', { 'accept-encoding': 'br' });
    expect(brotliDecompressSync(body).toString()).toBe('by the build');
  });

  it('at the top (icon, manifest) are there, for an hour', async () => {
    const { url } = await withPages();
    const response = await fetch(`${url}/icon.svg`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  });

  it('are not sent again to who has them', async () => {
    const { port } = await withPages();
    for (const path of ['/icon.svg', '/assets/main-1a2b.js']) {
      const { headers } = await exact(port, path, { 'accept-encoding': 'br' });
      const again = await exact(port, path, { 'if-none-match': String(headers['etag']) });
      expect([again.status, again.body.length, again.headers['etag']]).toEqual([304, 0, headers['etag']]);
    }
  });

  it('are all that can be had', async () => {
    const { port } = await withPages();
    for (const path of [
      '/assets/../../secret.js',
      '/assets/..%2f..%2fsecret.js',
      '/assets/%2e%2e/%2e%2e/secret.js',
      '/assets/..\\..\\secret.js',
      '/assets//etc/passwd',
      '/assets/.hidden.js',
      '/assets/main-1a2b.js%00.svg',
      '/assets/',
      '/assets',
      '/assets/none.js',
      '/index.html',
      '/shells.json',
      '/%',
      '/s/%',
      '/s/../secret.js',
    ]) {
      const { status, body } = await exact(port, path);
      expect([path, status >= 400, body.toString().includes('secret')]).toEqual([path, true, false]);
    }
  });
});

describe('the interface', () => {
  it('says that it is well, and how a station is', async () => {
    const { url } = await withPages();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true });
    await scene.broadcaster(() => url, { onAirMs: 5_000 }).online();
    await scene.listener(() => url).online();
    const status = (await (await fetch(`${url}/api/stations/noor`)).json()) as { onAirMs: number };
    expect(status).toEqual({
      slug: 'noor',
      name: 'Masjid an-Noor',
      language: 'ar',
      live: true,
      onAirMs: expect.any(Number),
      listeners: 1,
    });
    expect(status.onAirMs).toBeGreaterThanOrEqual(5_000);
    const unknown = await fetch(`${url}/api/stations/nowhere`);
    expect([unknown.status, await unknown.json()]).toEqual([404, { error: 'unknown-station' }]);
  });
});
