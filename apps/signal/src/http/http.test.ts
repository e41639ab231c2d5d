import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { huda, noor, Scene } from '../testing/harness.ts';
import { contentSecurityPolicy } from './headers.ts';
import { renderPage } from './page.ts';

const scene = new Scene();
let dir = '';
const script = `console.log(${JSON.stringify('sound '.repeat(200))})`;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-pages-'));
  await mkdir(join(dir, 'pages', 'assets'), { recursive: true });
  await writeFile(join(dir, 'secret.js'), 'secret');
  await writeFile(
    join(dir, 'pages', 'index.html'),
    '<!doctype html><html lang="en"><head><!--station--></head></html>',
  );
  await writeFile(join(dir, 'pages', 'assets', 'main-1a2b.js'), script);
  await writeFile(join(dir, 'pages', 'assets', '.hidden.js'), 'secret');
  await writeFile(join(dir, 'pages', 'icon.svg'), '<svg/>');
});
afterEach(async () => {
  await scene.close();
  await rm(dir, { recursive: true });
});

const withPages = (stations = [noor, huda]) => scene.service({ pagesDir: join(dir, 'pages'), stations });

/** A request exactly as written: `fetch` would tidy the path and undo the encoding. */
async function exact(port: number, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      request({ port, host: '127.0.0.1', path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      })
        .on('error', reject)
        .end();
    },
  );
}

describe('the listener page', () => {
  it('carries the station in its head', async () => {
    const { url } = await withPages();
    const response = await fetch(`${url}/s/noor`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toBe(
      '<!doctype html><html lang="en"><head><title>Masjid an-Noor</title><script type="application/json" id="station">' +
        '{"slug":"noor","name":"Masjid an-Noor","language":"ar"}</script></head></html>',
    );
  });

  it('of a station that does not exist says so with 404 and null', async () => {
    const { url } = await withPages();
    const response = await fetch(`${url}/s/nowhere`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('<script type="application/json" id="station">null</script>');
  });

  it('cannot be broken out of by a name', () => {
    const name = `</script></title><script>alert("1")</script>$& $' <!--`;
    const page = renderPage('<head><!--station--></head>', { slug: 'noor', name, language: 'ar' });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/title>/g)).toHaveLength(1);
    const facts = /id="station">(.*)<\/script>/.exec(page)?.[1];
    expect(JSON.parse(facts ?? '')).toMatchObject({ name });
  });

  it('follows the file when it is built anew', async () => {
    const { url } = await withPages();
    await (await fetch(`${url}/s/noor`)).text();
    await writeFile(join(dir, 'pages', 'index.html'), '<p>built anew</p>');
    expect(await (await fetch(`${url}/s/noor`)).text()).toBe('<p>built anew</p>');
  });

  it('that has not been built says what to do', async () => {
    for (const pagesDir of [join(dir, 'nothing-here'), undefined]) {
      const { url } = await scene.service(pagesDir === undefined ? {} : { pagesDir });
      const response = await fetch(`${url}/s/noor`);
      expect(response.status).toBe(503);
      expect(await response.text()).toMatch(/^The listener page has not been built/);
    }
  });

  it('may do nothing but what it needs', async () => {
    const { url } = await withPages();
    for (const path of ['/s/noor', '/assets/main-1a2b.js', '/healthz', '/nothing']) {
      const { headers } = await fetch(`${url}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://127",
      );
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(contentSecurityPolicy("x; script-src 'unsafe-inline'")).toBe(contentSecurityPolicy(undefined));
  });
});

describe('the first page', () => {
  it('is the station, where there is one', async () => {
    const { url } = await withPages([noor]);
    const response = await fetch(`${url}/`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/s/noor']);
  });

  it('is a list, where there are more', async () => {
    const { url } = await withPages([noor, { ...huda, name: 'A <b> & "c"' }]);
    const text = await (await fetch(`${url}/`)).text();
    expect(text).toContain('<a href="/s/noor" lang="ar" dir="auto">Masjid an-Noor</a>');
    expect(text).toContain('<a href="/s/huda" lang="en" dir="auto">A &lt;b&gt; &amp; &quot;c&quot;</a>');
  });
});

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
