import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
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

import { Kept } from '../src/edge/kept.ts';

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
/** What stands in the page itself. */
const inlineIn = (html: string, tag: 'script' | 'style'): string[] =>
  [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, text = '']) => text);
const bootScript = (): string => inlineIn(textOf('index.html'), 'script')[0] ?? '';
const styleSheet = (): string => inlineIn(textOf('index.html'), 'style').join('');
const main = (): string => namesOf(/^assets\/index-[\w-]{8}\.js$/)[0] ?? '';
const later = (): string[] => namesOf(/\.js$/).filter((name) => name !== main());

/** The page as its service sends it. */
function sent(language: PageLanguage, mode: PageMode = 'page', facts: Partial<PageData> = {}): string {
  const data = { station: noor, language, mode, live: true, texts: pageTexts(language), ...facts };
  return pageDocument({ template: textOf('index.html'), shells, data, origin: 'http://mosque.local:8080' });
}
/** What the page of a mode names in its head, and so loads. */
const loadedBy = (mode: PageMode): BuiltFile[] => {
  const html = sent('en', mode);
  return files.filter(({ name }) => name.endsWith('.js') && html.includes(`"/${name}"`));
};
const everyPage = pageModes.flatMap((mode) => pageLanguages.map((language) => [mode, language] as const));

describe('a visit', () => {
  it.each(everyPage)(
    `weighs at most ${budgetBytes} bytes, gzipped, all in all (%s, %s)`,
    (mode, language) => {
      const code = loadedBy(mode);
      expect(code.length).toBe(2);
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

  it('call nothing that such browsers lack', () => {
    const younger =
      /\b(?:globalThis|structuredClone|queueMicrotask|WeakRef)\b|\.(?:allSettled|replaceAll|matchAll|fromEntries|replaceChildren|flatMap|flat|at)\(/g;
    // Preact's own, for components that hold a state; ours hold none.
    const known = /\|\|queueMicrotask\)/g;
    for (const name of [main(), ...later()]) {
      expect([name, textOf(name).replace(known, '').match(younger) ?? []]).toEqual([name, []]);
    }
  });

  it('hold no words for a log, which a phone has not', () => {
    for (const name of namesOf(/\.js$/))
      expect([name, textOf(name).includes('_debug')]).toEqual([name, false]);
  });

  it.each(pageModes)(
    'come in two: what shows the page, and what WebRTC needs, fetched beside it (%s)',
    (mode) => {
      const [first, second, ...others] = loadedBy(mode).filter(({ name }) =>
        /(?:index|receiver|peer)-[\w-]+\.js$/.test(name),
      );
      const [shows, webrtc] = first?.name.includes('peer') === true ? [second, first] : [first, second];
      expect(others).toEqual([]);
      expect(webrtc?.bytes.toString()).toContain('createAnswer');
      expect(shows?.bytes.toString()).not.toContain('createAnswer');
      expect(shows?.bytes.toString()).toContain(`import(\`./${webrtc?.name.replace('assets/', '') ?? ''}\``);
      const head = sent('en', mode).split('</head>')[0];
      expect(head).toMatch(
        new RegExp(`<link rel="modulepreload" fetchpriority="low"[^>]*"/${webrtc?.name ?? ''}">`),
      );
      expect(head).toMatch(new RegExp(`<script type="module"[^>]*"/${shows?.name ?? ''}"></script>`));
    },
  );

  it('are of one mode: a phone loads nothing of what a receiver shows, and the other way round', () => {
    const codeOf = (mode: PageMode): string =>
      loadedBy(mode)
        .map(({ bytes }) => bytes.toString())
        .join('');
    expect(codeOf('page')).toContain('in-app');
    expect(codeOf('receiver')).toContain('wall-asks');
    expect(loadedBy('page').map(({ name }) => name)).toEqual(loadedBy('embed').map(({ name }) => name));
    const scripts = (mode: PageMode): string =>
      codeOf(mode).replace(/\.wall[^{]*\{[^}]*\}|\.in-app[^{]*\{[^}]*\}/g, '');
    expect(scripts('page')).not.toContain('wall wall-asks');
    expect(scripts('receiver')).not.toContain('in-app');
  });

  it(`begin with one of at most ${bootBytes} bytes that waits for nothing, for still older browsers`, () => {
    const code = bootScript();
    expect(code.length).toBeGreaterThan(100);
    expect(code.length).toBeLessThanOrEqual(bootBytes);
    expect(() => parse(code, { ecmaVersion: 2015, sourceType: 'script' })).not.toThrow();
    const head = sent('en').split('</head>')[0] ?? '';
    const at = head.indexOf('<script>');
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(head.indexOf('type="module"'));
    expect(namesOf(/boot/)).toEqual([]);
  });
});

describe('the script before the others', () => {
  /** Runs it in a page drawn in `drawn`, on a device that kept `kept`. */
  function boot(drawn: string, kept: string | null | Error) {
    const root = { lang: drawn, dir: '', dataset: {} as Record<string, string> };
    const preloaded: string[] = [];
    const document = {
      documentElement: root,
      createElement: () => ({ href: '' }),
      head: { appendChild: ({ href }: { href: string }) => preloaded.push(href) },
      onclick: null,
    };
    const getItem = (key: string): string | null => {
      if (kept instanceof Error) throw kept;
      return key === 'mauzin.language' ? kept : null;
    };
    runInNewContext(bootScript(), { document, localStorage: { getItem } });
    return { ...root, preloaded };
  }

  it.each(pageLanguages)(
    'turns the page to the language that was chosen, and fetches its words (%s)',
    (language) => {
      const storage = new Map<string, string>();
      const kept = new Kept(() => ({
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      }));
      kept.language = language;
      const drawn = language === 'en' ? 'ar' : 'en';
      expect(boot(drawn, storage.get('mauzin.language') ?? null)).toEqual({
        lang: language,
        dir: directionOf(language),
        dataset: { turned: '' },
        preloaded: [`/texts/${language}.json`],
      });
    },
  );

  it.each([['ar'], [null], ['<script>'], [new Error('denied')]])(
    'leaves a page alone where %s was kept',
    (kept) => {
      expect(boot('ar', kept)).toEqual({ lang: 'ar', dir: '', dataset: {}, preloaded: [] });
    },
  );
});

describe('the style sheet', () => {
  it('keeps things apart by what the browsers of 2019 know', () => {
    const css = styleSheet();
    expect(css).toContain('.big');
    // It is in the page: before it the page is not shown, and a way to the server takes long.
    expect(namesOf(/\.css$/)).toEqual([]);
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
  it.each(pageModes)('is obeyed: one style sheet and one script inline, no other host (%s)', (mode) => {
    const html = sent('ar', mode);
    expect(html.replace(styleSheet(), '')).not.toMatch(/\sstyle=|\son\w+=/);
    expect(html.match(/<style[^>]*>/g)).toEqual(['<style>']);
    const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)].map(([tag]) => tag);
    expect(inline).toEqual(['<script>', '<script type="application/json" id="page-data">']);
    // The hashes are those of the template: nothing that the service fills in may change what they are of.
    expect(inlineIn(html, 'script')).toEqual([bootScript()]);
    expect(inlineIn(html, 'style')).toEqual([styleSheet()]);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
    expect(addresses.length).toBeGreaterThanOrEqual(4);
    const others = addresses.filter((address) => !/^\/assets\/[\w-]+-[\w-]{8}\.\w+$/.test(address));
    const own =
      /^(?:\?receiver|\/apple-touch-icon\.png|\/s\/noor(?:\/manifest\.webmanifest)?|\/live\/noor\.webm\?filled=1)$/;
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
