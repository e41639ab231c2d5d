import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { parse } from 'acorn';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

const budgetBytes = 45_000;

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

describe('the built page', () => {
  let files: BuiltFile[] = [];
  let html = '';

  beforeAll(async () => {
    files = await buildPage();
    html = files.find(({ name }) => name === 'index.html')?.bytes.toString() ?? '';
  }, 60_000);

  it(`weighs at most ${budgetBytes} bytes, gzipped, with everything needed to hear`, () => {
    const sizes = files.map(({ name, bytes }) => [name, gzipSync(bytes, { level: 9 }).length] as const);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    expect(sizes.filter(([name]) => name.endsWith('.js')).length).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(budgetBytes);
  });

  it('can be read by browsers of 2019', () => {
    const [script, another] = files.filter(({ name }) => name.endsWith('.js'));
    expect(another).toBeUndefined();
    const code = script?.bytes.toString() ?? '';
    expect(code).toContain('RTCPeerConnection');
    expect(() => parse(code, { ecmaVersion: 2019, sourceType: 'module' })).not.toThrow();
  });

  it('keeps things apart by what their style sheets know', () => {
    const css = files.find(({ name }) => name.endsWith('.css'))?.bytes.toString() ?? '';
    expect(css).toContain('.big');
    // Gaps in flex boxes and the short forms of logical sides are of 2020.
    expect(css).not.toMatch(/[{;](?:gap|inset|(?:padding|margin|inset)-(?:inline|block)):/);
  });

  it('leaves its place for the station in the head', () => {
    expect(html.split('</head>')[0]).toContain('<!--station-->');
  });

  it('obeys a policy of `self` alone: nothing inline, hashed assets, no other host', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    for (const address of addresses) expect(address).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.\w+$/);
  });

  it('says so where its script does not arrive, or cannot be read', () => {
    expect(html).toMatch(
      /<div id="page">\s*<p class="unread">[^<]+<\/p>\s*<p class="unread" lang="ar" dir="rtl">/,
    );
  });

  it('has the one audio element from the start', () => {
    expect(html.match(/<audio/g)).toHaveLength(1);
    expect(html).toMatch(/<audio[^>]* playsinline/);
  });
});
