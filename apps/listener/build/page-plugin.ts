import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { build, type Plugin, type Rolldown, runnerImport } from 'vite';

import { codeConfig } from './code-config.ts';
import type * as Prepared from './prepared.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Stands in the head of `index.html`, where the script comes that runs before the page is shown. */
const bootMark = '<!--boot-->';

/** What is sent as a file, and gains by compression. The page itself is filled in and compressed by the service. */
const compressible = /^(?!shells\.json$).*\.(?:css|ico|js|json|svg|txt|webmanifest)$/;

/**
 * What the page is delivered with besides its scripts: itself, already drawn (`shells.json`, for the service); its style sheet
 * and a small script that runs before it is shown, both in the page itself, since it is not shown before they are there, and
 * on a slow network each way to the server takes long; icons; and a word to the browser to fetch early what is needed soon.
 */
export const page = (): Plugin[] => [builtPage(), compressedFiles(), servedPage()];

function builtPage(): Plugin {
  let boot = '';
  let receiver: Chunks = [];
  return {
    name: 'mauzin-built-page',
    apply: 'build',
    async buildStart() {
      const { drawIcons, drawShells } = await prepared();
      boot = await bootScript();
      receiver = await receiverScript();
      const shells = JSON.stringify(drawShells());
      this.emitFile({ type: 'asset', fileName: 'shells.json', source: shells });
      for (const [fileName, source] of drawIcons()) this.emitFile({ type: 'asset', fileName, source });
    },
    generateBundle: {
      // After the page's own plugin has written it into the bundle.
      order: 'post',
      handler(_options, bundle) {
        const html = bundle['index.html'];
        if (html?.type !== 'asset') throw new Error('the build has no index.html');
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        html.source = String(html.source)
          .replace(bootMark, () => `<script>${boot}</script>`)
          .replace(/<link rel="stylesheet"[^>]* href="\/([^"]+)"[^>]*>/g, (_tag, fileName: string) => {
            const css = bundle[fileName];
            if (css?.type !== 'asset') throw new Error(`the build has no ${fileName}`);
            delete bundle[fileName];
            return `<style>${String(css.source).trim()}</style>`;
          })
          .replace(/ *<script type="module".*<\/script>\n/, '')
          .replace('</head>', `${tagsFor('page embed', chunks)}${tagsFor('receiver', receiver)}</head>`);
        for (const { fileName, code } of receiver) {
          // What both need for WebRTC is one and the same.
          if (!(fileName in bundle)) this.emitFile({ type: 'asset', fileName, source: code });
        }
      },
    },
  };
}

/** The files of the page once more, compressed (`.br`, `.gz`): the service sends them as they are. */
function compressedFiles(): Plugin {
  return {
    name: 'mauzin-compressed-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          const { fileName } = file;
          if (!compressible.test(fileName)) continue;
          const plain = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          const br = brotliCompressSync(plain, {
            params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
          });
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: br });
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(plain, { level: 9 }) });
        }
      },
    },
  };
}

type Chunks = readonly Pick<Rolldown.OutputChunk, 'fileName' | 'code' | 'isEntry'>[];

/** The script of some modes, and what it imports once the page works: fetched beside it, and giving way to it. */
const tagsFor = (modes: string, chunks: Chunks): string =>
  chunks
    .map(({ fileName, isEntry }) =>
      isEntry
        ? `<script type="module" crossorigin data-for="${modes}" src="/${fileName}"></script>`
        : `<link rel="modulepreload" fetchpriority="low" crossorigin data-for="${modes}" href="/${fileName}">`,
    )
    .join('');

/** The same script once more, for receivers: nothing of what only phones show is in it. */
async function receiverScript(): Promise<Chunks> {
  const code = codeConfig('receiver');
  const built = await build({
    ...code,
    configFile: false,
    logLevel: 'error',
    build: {
      ...code.build,
      write: false,
      rolldownOptions: {
        ...code.build.rolldownOptions,
        input: { receiver: here('../src/main.tsx') },
        output: { entryFileNames: 'assets/[name]-[hash].js' },
      },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const files = output && 'output' in output ? output.output : [];
  return files.flatMap((file) => (file.type === 'chunk' ? [file] : []));
}

function servedPage(): Plugin {
  return {
    name: 'mauzin-served-page',
    apply: 'serve',
    transformIndexHtml: {
      order: 'post',
      async handler(html, { originalUrl = '/' }) {
        const { servedDocument } = await prepared();
        return servedDocument(html.replace(bootMark, ''), originalUrl);
      },
    },
  };
}

async function prepared(): Promise<typeof Prepared> {
  const { module } = await runnerImport<typeof Prepared>(here('prepared.ts'), {
    configFile: false,
    root: here('..'),
    logLevel: 'error',
    // One Preact for the page and for what draws it.
    ssr: { noExternal: true },
  });
  return module;
}

/** A classic script, since those run before the page is shown, in the oldest language that the tools still write. */
async function bootScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2015',
      lib: { entry: here('../src/boot.ts'), formats: ['iife'], name: 'boot' },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const [file] = output && 'output' in output ? output.output : [];
  if (!file) throw new Error('boot.ts gave no script');
  return file.code.trim();
}
