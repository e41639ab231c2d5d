import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { documentTexts } from '@mauzin/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { SignalServiceOptions } from '../../options.ts';
import { exact } from '../../testing/exact-request.ts';
import { huda, noor, Scene } from '../../testing/harness.ts';
import { contentSecurityPolicy } from '../http/headers.ts';

const scene = new Scene();
let pagesDir = '';

beforeAll(async () => {
  pagesDir = await mkdtemp(join(tmpdir(), 'mauzin-pages-'));
  await writeFile(join(pagesDir, 'index.html'), '<html><head><!--station--></head></html>');
  await writeFile(join(pagesDir, 'share.png'), 'picture');
});
afterEach(async () => scene.close());
afterAll(async () => rm(pagesDir, { recursive: true }));

const withPages = (options: Partial<SignalServiceOptions> = {}) => scene.service({ pagesDir, ...options });

/** What somebody who looks at the head alone learns. */
async function head(port: number, path: string, headers: Record<string, string> = {}) {
  const html = (await exact(port, path, headers)).body.toString();
  const found = html.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)">/g);
  return Object.fromEntries([...found].map(([, name = '', content = '']) => [name, content]));
}

describe('a shared link', () => {
  it('is shown with name, picture and what it is for, in the language of who shares it', async () => {
    const { port } = await withPages();
    expect(await head(port, '/s/noor', { host: 'Radio.Example', 'accept-language': 'tr' })).toEqual({
      description: documentTexts.tr.description,
      'og:type': 'website',
      'og:site_name': 'Mauzin',
      'og:title': 'Masjid an-Noor',
      'og:description': documentTexts.tr.description,
      'og:locale': 'tr_TR',
      'og:url': 'http://radio.example/s/noor',
      'og:image': 'http://radio.example/share.png',
      'og:image:type': 'image/png',
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': 'Masjid an-Noor',
      'twitter:card': 'summary_large_image',
    });
    // Those that make previews say no language: then it is the station's.
    expect((await head(port, '/s/noor'))['og:description']).toBe(documentTexts.ar.description);
    const { headers, body } = await exact(port, '/share.png');
    expect([headers['content-type'], body.toString()]).toEqual(['image/png', 'picture']);
  });

  it('has the address that the service is known by', async () => {
    const { port } = await withPages({ publicUrl: 'https://radio.example' });
    expect((await head(port, '/s/noor'))['og:image']).toBe('https://radio.example/share.png');
    // What a proxy says is believed where one is known to be there.
    const asked = { host: 'mosque.example', 'x-forwarded-proto': 'https' };
    const behindProxy = await withPages({ addressHeader: 'x-real-ip' });
    expect((await head(behindProxy.port, '/s/noor', asked))['og:url']).toBe('https://mosque.example/s/noor');
    const alone = await withPages();
    expect((await head(alone.port, '/s/noor', asked))['og:url']).toBe('http://mosque.example/s/noor');
  });

  it('has no address where none can be believed', async () => {
    const { port } = await withPages();
    for (const host of ['"><script>', 'a b', 'x'.repeat(300)]) {
      expect(Object.keys(await head(port, '/s/noor', { host }))).not.toContain('og:image');
    }
    for (let made = 0; made < 20; made += 1) await head(port, '/s/noor', { host: `made-up-${made}.example` });
    const { 'og:title': title, 'og:image': image } = await head(port, '/s/noor', { host: 'last.example' });
    expect([title, image]).toEqual(['Masjid an-Noor', undefined]);
    expect((await head(port, '/s/noor', { host: 'made-up-0.example' }))['og:image']).toContain('made-up-0');
  });
});

describe('the manifest', () => {
  it('names the station and its icons, and asks nobody to install', async () => {
    const { port } = await withPages({
      stations: [noor, { ...huda, name: 'Islamic Cultural Centre of Example', language: 'fa' }],
    });
    const { html } = await exact(port, '/s/noor').then(({ body }) => ({ html: body.toString() }));
    const href = /<link rel="manifest" href="([^"]+)">/.exec(html)?.[1] ?? '';
    const { headers, body } = await exact(port, href);
    expect([href, headers['content-type']]).toEqual([
      '/s/noor/manifest.webmanifest',
      'application/manifest+json',
    ]);
    const manifest = JSON.parse(body.toString());
    expect(manifest).toMatchObject({
      name: 'Masjid an-Noor',
      short_name: 'Masjid an-Noor',
      lang: 'ar',
      dir: 'rtl',
      start_url: '/s/noor',
      scope: '/s/noor',
      display: 'browser',
    });
    expect(
      manifest.icons.map(({ src, purpose }: { src: string; purpose?: string }) => [src, purpose]),
    ).toEqual([
      ['/icon-192.png', undefined],
      ['/icon-512.png', undefined],
      ['/icon-maskable-512.png', 'maskable'],
    ]);
    const another = JSON.parse((await exact(port, '/s/huda/manifest.webmanifest')).body.toString());
    expect(another).toMatchObject({ short_name: 'Islamic Cultural Centre', lang: 'fa', dir: 'auto' });
    expect((await exact(port, '/s/nowhere/manifest.webmanifest')).status).toBe(404);
  });
});

describe('a frame in another site', () => {
  const ancestors = async (port: number, path: string): Promise<string | undefined> =>
    /frame-ancestors (.*)$/.exec(String((await exact(port, path)).headers['content-security-policy']))?.[1];

  it('may show the small player, and nothing else', async () => {
    const { port } = await withPages();
    expect(await ancestors(port, '/embed/noor')).toBe('*');
    for (const path of ['/s/noor', '/s/noor?receiver', '/', '/texts/ar.json', '/nothing']) {
      expect([path, await ancestors(port, path)]).toEqual([path, "'none'"]);
    }
    const { headers } = await exact(port, '/embed/noor');
    expect(headers).not.toHaveProperty('x-frame-options');
  });

  it('may be that of certain sites only, or of none', async () => {
    const some = await withPages({ embedOrigins: ['https://mosque.example', 'http://10.0.0.2:8080'] });
    expect(await ancestors(some.port, '/embed/noor')).toBe(
      "'self' https://mosque.example http://10.0.0.2:8080",
    );
    const none = await withPages({ embedOrigins: [] });
    expect(await ancestors(none.port, '/embed/noor')).toBe("'none'");
  });
});

describe('every answer', () => {
  const paths = [
    '/s/noor',
    '/s/nowhere',
    '/embed/noor',
    '/s/noor/manifest.webmanifest',
    '/texts/en.json',
    '/share.png',
    '/healthz',
    '/api/stations/noor',
    '/',
    '/nothing',
  ];

  it('lets the page do nothing but what it needs', async () => {
    const { port, url } = await withPages();
    for (const path of paths) {
      const { headers } = await exact(port, path, { host: url.replace('http://', '') });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://127",
      );
      expect(policy).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['permissions-policy']).toMatch(/^autoplay=\(self\).*microphone=\(\)/);
    }
    expect(contentSecurityPolicy("x; script-src 'unsafe-inline'")).toBe(contentSecurityPolicy(undefined));
  });

  it('lets through by their hashes what the build wrote into the page, and there alone', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mauzin-inline-'));
    const template = '<html><head><!--station--><script>tap()</script><style>b{}</style></head></html>';
    await writeFile(join(dir, 'index.html'), template);
    const { port } = await withPages({ pagesDir: dir });
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const policyOf = async (path: string): Promise<string> =>
      String((await exact(port, path)).headers['content-security-policy']);
    for (const path of ['/s/noor', '/s/noor?receiver', '/s/nowhere', '/embed/noor']) {
      expect(await policyOf(path)).toContain(
        `; script-src 'self' ${hash('tap()')}; style-src 'self' ${hash('b{}')}; `,
      );
    }
    expect(await policyOf('/')).not.toContain('sha256');
    await rm(dir, { recursive: true });
  });

  it('sets no cookie, and leads to no other host', async () => {
    const { port } = await withPages();
    for (const path of paths) {
      const { headers, body } = await exact(port, path, { host: 'mosque.example', cookie: 'a=b' });
      expect([path, headers['set-cookie']]).toEqual([path, undefined]);
      const hosts = [...body.toString().matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host);
      expect([path, hosts.filter((host) => host !== 'mosque.example')]).toEqual([path, []]);
    }
  });
});
