import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

import {
  documentTexts,
  type PageData,
  pageLanguages,
  pageMarks,
  pageTexts,
  placeholderStation,
  shellKey,
  type Shells,
} from '@mauzin/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { hashAccessCode } from '../../access/access-code.ts';
import type { SignalServiceOptions } from '../../options.ts';
import { exact } from '../../testing/exact-request.ts';
import { huda, noor, Scene } from '../../testing/harness.ts';

const scene = new Scene();
let dir = '';

const template =
  `<!doctype html><html lang="en"><head><!--station--></head><body>${pageMarks.noScript}` +
  `<div id="page">${pageMarks.drawn}</div>${pageMarks.unread}${pageMarks.data}</body></html>`;
const text = (data: Parameters<typeof shellKey>[0]): string => `<b>${shellKey(data)}</b>`;
/** Every drawn page says which it is, and of which station. */
const shells: Shells = Object.fromEntries(
  (['page', 'receiver', 'embed'] as const).flatMap((mode) =>
    pageLanguages.flatMap((language) =>
      [
        { mode, language, station: null, live: false },
        { mode, language, station: placeholderStation, live: false },
        { mode, language, station: placeholderStation, live: true },
        { mode, language, station: { ...placeholderStation, private: true as const }, live: false },
      ].map((data) => [shellKey(data), `${text(data)}<h1>${data.station?.name ?? ''}</h1>`]),
    ),
  ),
);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-pages-'));
  await mkdir(join(dir, 'pages'));
  await writeFile(join(dir, 'pages', 'index.html'), template);
  await writeFile(join(dir, 'pages', 'shells.json'), JSON.stringify(shells));
});
afterEach(async () => {
  await scene.close();
  await rm(dir, { recursive: true });
});

const withPages = (options: Partial<SignalServiceOptions> = {}) =>
  scene.service({ pagesDir: join(dir, 'pages'), ...options });

const dataIn = (page: string): PageData =>
  JSON.parse(/<script type="application\/json" id="page-data">(.*?)<\/script>/.exec(page)?.[1] ?? 'null');

/** What a browser is sent for an address. */
async function page(port: number, path: string, headers: Record<string, string> = {}) {
  const answer = await exact(port, path, headers);
  const html = answer.body.toString();
  return { ...answer, html, data: dataIn(html), drawn: /<b>(.*)<\/b>/.exec(html)?.[1] };
}

describe('the page', () => {
  it('is drawn, named, in a language, with its data, and without a script', async () => {
    const { port } = await withPages();
    const { status, headers, html, data, drawn } = await page(port, '/s/noor');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(html).toContain('<html lang="ar" dir="rtl" data-mode="page">');
    expect(html).toContain('<title>Masjid an-Noor</title>');
    expect(html).toContain('<h1>Masjid an-Noor</h1>');
    expect(drawn).toBe('page/ar/waiting');
    expect(html).toContain(`<p class="unread">${documentTexts.ar.unread}</p>`);
    expect(data).toEqual({
      station: { slug: 'noor', name: 'Masjid an-Noor', language: 'ar' },
      language: 'ar',
      mode: 'page',
      live: false,
      texts: pageTexts('ar'),
    });
  });

  it('says what is now', async () => {
    const { port, url } = await withPages();
    await scene.broadcaster(() => url, { onAirMs: 0 }).online();
    const { drawn, data } = await page(port, '/s/noor');
    expect([drawn, data.live]).toEqual(['page/ar/ready', true]);
    expect((await page(port, '/s/huda')).drawn).toBe('page/en/waiting');
  });

  it('of a private station asks for its code, by name', async () => {
    const { keyHashes, ...open } = noor;
    const accessCodeHash = await hashAccessCode('4711');
    const { port, url } = await withPages({ stations: [{ ...open, keyHashes, accessCodeHash }] });
    await scene.broadcaster(() => url, { onAirMs: 0 }).online();
    const { html, drawn, data } = await page(port, '/s/noor');
    expect([drawn, data.live]).toEqual(['page/ar/code', false]);
    expect(data.station).toEqual({ slug: 'noor', name: 'Masjid an-Noor', language: 'ar', private: true });
    expect(html).toContain('<h1>Masjid an-Noor</h1>');
    expect(html).not.toContain(accessCodeHash);
    // Its stream needs the code, which takes a script.
    expect(html).toContain(`<noscript><p>${documentTexts.ar.needsScript}</p></noscript>`);
  });

  it('of a station that does not exist says so, drawn, with 404', async () => {
    const { port } = await withPages();
    for (const [path, state] of [
      ['/s/nowhere', 'page/en/gone'],
      ['/embed/nowhere', 'embed/en/gone'],
    ]) {
      const { status, html, drawn, data } = await page(port, path ?? '');
      expect([status, drawn, data.station]).toEqual([404, state, null]);
      expect(html).not.toMatch(/og:|manifest|noscript/);
      expect(html).toContain('<title>Mauzin</title>');
    }
  });

  it('is a receiver, or a small player, by its address', async () => {
    const { port } = await withPages();
    const modes = ['/s/huda', '/s/huda?receiver', '/s/huda/?lang=en&receiver=1', '/embed/huda'];
    const pages = await Promise.all(modes.map(async (path) => page(port, path)));
    expect(pages.map(({ data, drawn }) => [data.mode, drawn])).toEqual([
      ['page', 'page/en/waiting'],
      ['receiver', 'receiver/en/waiting'],
      ['receiver', 'receiver/en/waiting'],
      ['embed', 'embed/en/waiting'],
    ]);
    expect(pages[3]?.html).toContain('data-mode="embed"');
  });

  it('cannot be broken out of by a name', async () => {
    const name = `</script></title><script>alert("1")</script>$& $' <!--`;
    const { port } = await withPages({ stations: [{ ...noor, name }] });
    const { html, data } = await page(port, '/s/noor');
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/title>/g)).toHaveLength(1);
    expect(html.match(/<!--/g)).toBeNull();
    expect(data.station?.name).toBe(name);
  });

  it('without scripts has a plain player of the same sound', async () => {
    const { port } = await withPages();
    const { html } = await page(port, '/s/noor?lang=fr');
    const player = '<audio controls preload="none" src="/live/noor.webm?filled=1"></audio>';
    expect(html).toContain(`<noscript><p>${documentTexts.fr.noScript}</p>${player}</noscript>`);
  });

  it('works undrawn where it was not drawn', async () => {
    await rm(join(dir, 'pages', 'shells.json'));
    const { port } = await withPages();
    const { status, html, data } = await page(port, '/s/noor');
    expect([status, data.station?.slug]).toEqual([200, 'noor']);
    expect(html).toContain('<div id="page"></div>');
  });

  it('follows the files when they are built anew', async () => {
    const { port } = await withPages();
    await page(port, '/s/noor');
    await writeFile(join(dir, 'pages', 'shells.json'), '{"page/ar/waiting":"drawn anew"}');
    expect((await page(port, '/s/noor')).html).toContain('drawn anew');
    await writeFile(join(dir, 'pages', 'index.html'), '<p>built anew</p>');
    expect((await page(port, '/s/noor')).html).toBe('<p>built anew</p>');
  });

  it('that has not been built says what to do', async () => {
    for (const pagesDir of [join(dir, 'nothing-here'), undefined]) {
      const { url } = await scene.service(pagesDir === undefined ? {} : { pagesDir });
      const response = await fetch(`${url}/s/noor`);
      expect(response.status).toBe(503);
      expect(await response.text()).toMatch(/^The listener page has not been built/);
    }
  });

  it('is sent compressed, and only when it has changed', async () => {
    const { port, url } = await withPages();
    const first = await exact(port, '/s/noor', { 'accept-encoding': 'br, gzip' });
    expect(first.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'no-cache',
      vary: 'Accept-Encoding, Accept-Language',
    });
    expect(dataIn(brotliDecompressSync(first.body).toString()).live).toBe(false);
    const known = { 'if-none-match': String(first.headers.etag) };
    const again = await exact(port, '/s/noor', known);
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect(again.headers['content-security-policy']).toBe(first.headers['content-security-policy']);
    await scene.broadcaster(() => url, { onAirMs: 0 }).online();
    expect((await exact(port, '/s/noor', known)).status).toBe(200);
    // Whoever asks for what is not there is told so each time.
    const missing = await exact(port, '/s/nowhere');
    const { status } = await exact(port, '/s/nowhere', { 'if-none-match': String(missing.headers.etag) });
    expect(status).toBe(404);
  });
});

describe('the language of the page', () => {
  it.each([
    ['', undefined, 'ar'],
    ['', 'de-DE,de;q=0.9', 'ar'],
    ['', 'de, ur-PK;q=0.8, en;q=0.7', 'ur'],
    ['', 'en;q=0.5, bn;q=0.9', 'bn'],
    ['', 'fr;q=0, tr;q=0.1', 'tr'],
    ['', 'ms-MY', 'ms'],
    ['', '*', 'ar'],
    ['', ';;q=,,q=1;en', 'ar'],
    ['?lang=fr', 'tr', 'fr'],
    ['?lang=de', 'tr', 'tr'],
    ['?lang=%3Cscript%3E', undefined, 'ar'],
  ])('for %j and %j is %s', async (query, acceptLanguage, language) => {
    const { port } = await withPages();
    const headers = acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage };
    const { html, data } = await page(port, `/s/noor${query}`, headers);
    expect(data.language).toBe(language);
    expect(html).toContain(`<html lang="${language}" dir="${/ar|ur/.test(language) ? 'rtl' : 'ltr'}"`);
  });

  it('is English where neither the browser nor the station speaks one of ours', async () => {
    const { port } = await withPages({ stations: [{ ...noor, language: 'fa' }] });
    expect((await page(port, '/s/noor')).data.language).toBe('en');
  });

  it('can be changed: the words of each are there', async () => {
    const { port } = await withPages();
    for (const language of pageLanguages) {
      const { status, headers, body } = await exact(port, `/texts/${language}.json`);
      expect([status, headers['content-type']]).toEqual([200, 'application/json']);
      expect(headers).toMatchObject({
        'cache-control': 'no-cache',
        etag: expect.stringMatching(/^W\/".+"$/),
      });
      expect(JSON.parse(body.toString())).toEqual(pageTexts(language));
    }
    const { headers } = await exact(port, '/texts/ar.json', { 'accept-encoding': 'br' });
    expect(headers['content-encoding']).toBe('br');
    const again = await exact(port, '/texts/ar.json', { 'if-none-match': String(headers.etag) });
    expect(again.status).toBe(304);
    for (const path of ['/texts/de.json', '/texts/ar', '/texts/', '/texts/../s/noor.json']) {
      expect([path, (await exact(port, path)).status]).toEqual([path, 404]);
    }
  });

  it('is that of the list of stations, too', async () => {
    const { port } = await withPages({ stations: [noor, { ...huda, name: 'A <b> & "c"' }] });
    const { headers, body } = await exact(port, '/', { 'accept-language': 'ur' });
    const html = body.toString();
    expect(headers.vary).toBe('Accept-Language');
    expect(html).toContain('<html lang="ur" dir="rtl">');
    expect(html).toContain(`<h1>${documentTexts.ur.stations}</h1>`);
    expect(html).toContain('<a href="/s/noor" lang="ar" dir="auto">Masjid an-Noor</a>');
    expect(html).toContain('<a href="/s/huda" lang="en" dir="auto">A &lt;b&gt; &amp; &quot;c&quot;</a>');
  });

  it('needs no list where there is one station', async () => {
    const { url } = await withPages({ stations: [noor] });
    const response = await fetch(`${url}/`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/s/noor']);
  });
});
