import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import {
  directionOf,
  documentTexts,
  escapeHtml,
  listenerTexts,
  type PageData,
  pageDocument,
  type PageLanguage,
  pageLanguages,
  type PageMode,
  pageModes,
  pageTexts,
  shellKey,
  type Shells,
  type Station,
} from '@mauzin/shared';
import { parse } from 'acorn';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

const budgetBytes = 45_000;
const bootBytes = 600;

interface BuiltFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The real build, kept in memory. */
async function buildPage(): Promise<BuiltFile[]> {
  const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url));
  const built = await build({ configFile, mode: 'production', logLevel: 'error', build: { write: false } });
  const outputs = Array.isArray(built) ? built : [built];
  return outputs
    .flatMap((output) => ('output' in output ? output.output : []))
    .map((file) => ({
      name: file.fileName,
      bytes: Buffer.from(file.type === 'chunk' ? file.code : file.source),
    }));
}

const gzipped = (bytes: Buffer | string): number => gzipSync(bytes, { level: 9 }).length;
const noor: Station = { slug: 'noor', name: 'مسجد النور الكبير', language: 'ar' };

let files: BuiltFile[] = [];
let shells: Shells = {};
beforeAll(async () => {
  files = await buildPage();
  shells = JSON.parse(textOf('shells.json')) as Shells;
}, 60_000);

const textOf = (name: string): string => files.find((file) => file.name === name)?.bytes.toString() ?? '';
const namesOf = (shape: RegExp): string[] => files.map(({ name }) => name).filter((name) => shape.test(name));
const boot = (): string => namesOf(/^assets\/boot-[\w-]{8}\.js$/)[0] ?? '';
const main = (): string => namesOf(/^assets\/index-[\w-]{8}\.js$/)[0] ?? '';
const later = (): string[] => namesOf(/\.js$/).filter((name) => name !== boot() && name !== main());

/** The page as its service sends it. */
function sent(language: PageLanguage, mode: PageMode = 'page', facts: Partial<PageData> = {}): string {
  const data = { station: noor, language, mode, live: true, texts: pageTexts(language), ...facts };
  return pageDocument({ template: textOf('index.html'), shells, data, origin: 'http://mosque.local:8080' });
}
const everyPage = pageModes.flatMap((mode) => pageLanguages.map((language) => [mode, language] as const));

describe('a visit', () => {
  it.each(everyPage)(
    `weighs at most ${budgetBytes} bytes, gzipped, all in all (%s, %s)`,
    (mode, language) => {
      const code = files.filter(({ name }) => /\.(?:js|css)$/.test(name));
      const total = code.reduce((sum, { bytes }) => sum + gzipped(bytes), gzipped(sent(language, mode)));
      expect(total).toBeLessThanOrEqual(budgetBytes);
    },
  );

  it('is light in pictures, too, for those who keep or share the page', () => {
    const pictures = files.filter(({ name }) => /\.(?:png|svg)$/.test(name));
    expect(pictures.map(({ name }) => name.replace(/-[\w-]{8}\.svg$/, '.svg')).sort()).toEqual([
      'apple-touch-icon.png',
      'assets/icon.svg',
      'icon-192.png',
      'icon-512.png',
      'icon-maskable-512.png',
      'share.png',
    ]);
    for (const { name, bytes } of pictures) expect([name, bytes.length < 4_000]).toEqual([name, true]);
  });

  it('brings the words of one language', () => {
    const others = pageLanguages.map((language) => listenerTexts[language].hint.unreachable);
    for (const name of namesOf(/\.js$/)) {
      expect([name, others.filter((text) => textOf(name).includes(text))]).toEqual([name, []]);
    }
    expect(sent('tr')).toContain(listenerTexts.tr.hint.unreachable);
    expect(sent('tr')).not.toContain(listenerTexts.en.hint.unreachable);
  });
});

describe('the scripts', () => {
  it('can be read by browsers of 2019, which know `import()` already', () => {
    for (const name of [main(), ...later()]) {
      // Nothing else that came after ES2019 may be in them; `import(…)` came first of all that did.
      const code = textOf(name).replace(/\bimport\(/g, 'imported(');
      expect(() => parse(code, { ecmaVersion: 2019, sourceType: 'module' })).not.toThrow();
    }
  });

  it('come in two: what shows the page, and then what WebRTC needs, fetched beside it', () => {
    expect(later()).toHaveLength(1);
    const [webrtc = ''] = later();
    expect(textOf(webrtc)).toContain('createAnswer');
    expect(textOf(main())).not.toContain('createAnswer');
    expect(textOf(main())).toContain(`import(\`./${webrtc.replace('assets/', '')}\``);
    const preload = `<link rel="modulepreload" fetchpriority="low" crossorigin href="/${webrtc}">`;
    expect(sent('en').split('</head>')[0]).toContain(preload);
  });

  it(`begin with one of at most ${bootBytes} bytes that waits for nothing, for still older browsers`, () => {
    const code = textOf(boot());
    expect(code.length).toBeGreaterThan(100);
    expect(code.length).toBeLessThanOrEqual(bootBytes);
    expect(() => parse(code, { ecmaVersion: 2015, sourceType: 'script' })).not.toThrow();
    const head = sent('en').split('</head>')[0] ?? '';
    const at = head.indexOf(`<script src="/${boot()}"></script>`);
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(head.indexOf('rel="stylesheet"'));
    expect(at).toBeLessThan(head.indexOf('type="module"'));
  });
});

describe('the style sheet', () => {
  it('keeps things apart by what the browsers of 2019 know', () => {
    const css = textOf(namesOf(/\.css$/)[0] ?? '');
    expect(css).toContain('.big');
    // Gaps in flex boxes and the short forms of logical sides are of 2020.
    expect(css).not.toMatch(/[{;](?:gap|inset|(?:padding|margin|inset)-(?:inline|block)):/);
  });
});

describe('the page before its script', () => {
  it.each(everyPage)('is there in every state, in its own words (%s, %s)', (mode, language) => {
    const { listener, failures } = pageTexts(language);
    const ready = sent(language, mode);
    expect(ready).toContain(`<html lang="${language}" dir="${directionOf(language)}" data-mode="${mode}">`);
    expect(ready).toMatch(/<h1[^>]*>مسجد النور الكبير<\/h1>/);
    expect(ready).toContain(listener.state.ready);
    expect(ready).toMatch(/<button type="button" class="big big-listen">/);
    expect(ready).toContain(documentTexts[language].unread);

    const waiting = sent(language, mode, { live: false });
    expect(waiting).toContain(listener.state.waiting);
    expect(waiting).toContain('class="big big-listen"');
    const hidden = sent(language, mode, { station: { ...noor, private: true } });
    expect(hidden).toContain(listener.state.private);
    const gone = sent(language, mode, { station: null });
    expect(gone).toContain(escapeHtml(failures['unknown-station']));
    for (const html of [ready, waiting, hidden, gone]) expect(html).not.toMatch(/slug--|\{\{|und-station/);
  });

  it('asks for the code of a private station', () => {
    expect(sent('en', 'page', { station: { ...noor, private: true } })).toContain('<form');
  });

  it('was drawn once for each mode, language and state', () => {
    const keys = everyPage.flatMap(([mode, language]) =>
      [
        { station: noor, live: true },
        { station: noor, live: false },
        { station: { ...noor, private: true as const }, live: true },
        { station: null, live: false },
      ].map((facts) => shellKey({ mode, language, ...facts })),
    );
    expect(Object.keys(shells).sort()).toEqual(keys.sort());
  });

  it('has the one audio element from the start', () => {
    const html = sent('en').replace(/<noscript>.*<\/noscript>/, '');
    expect(html.match(/<audio/g)).toHaveLength(1);
    expect(html).toContain('<audio id="sound" playsinline></audio>');
  });

  it('leaves none of its marks', () => {
    expect(sent('en')).not.toContain('<!--');
  });
});

describe('the security policy', () => {
  it.each(pageModes)('of `self` alone is obeyed: nothing inline, no other host (%s)', (mode) => {
    const html = sent('ar', mode);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)].map(([tag]) => tag);
    expect(inline).toEqual(['<script type="application/json" id="page-data">']);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
    expect(addresses.length).toBeGreaterThanOrEqual(5);
    const others = addresses.filter((address) => !/^\/assets\/[\w-]+-[\w-]{8}\.\w+$/.test(address));
    const own =
      /^(?:\?receiver|\/apple-touch-icon\.png|\/s\/noor(?:\/manifest\.webmanifest)?|\/live\/noor\.webm)$/;
    expect(others.filter((address) => !own.test(address))).toEqual([]);
  });

  it.each(everyPage)('is not needed to keep from other hosts: none is named (%s, %s)', (mode, language) => {
    // The names of the kinds of XML are no addresses: nobody fetches them.
    const names =
      /^https?:\/\/(?:mosque\.local:8080|www\.w3\.org\/(?:2000\/svg|1999\/xlink|1998\/Math\/MathML|1999\/xhtml|XML\/1998\/namespace))/;
    const everything = [sent(language, mode), ...namesOf(/\.(?:js|css)$/).map(textOf)].join('\n');
    const found = [...everything.matchAll(/(?:https?|wss?):\/\/[\w.-]+[^\s"'`)]*/g)].map(
      ([address]) => address,
    );
    expect(found.filter((address) => !names.test(address))).toEqual([]);
  });
});
