import { fileURLToPath } from 'node:url';

import { build, type Plugin, type Rolldown, runnerImport } from 'vite';

import type * as Prepared from './prepared.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Stands in the head of `index.html`, before the style sheet: a script after one would wait for it. */
const bootMark = '<!--boot-->';

/**
 * What the page is delivered with besides its scripts: itself, already drawn (`shells.json`, for the service); a small script
 * that runs before it is shown; icons; and a word to the browser to fetch early what is needed soon.
 */
export const page = (): Plugin[] => [builtPage(), servedPage(), plainImport()];

function builtPage(): Plugin {
  let boot = '';
  return {
    name: 'mauzin-built-page',
    apply: 'build',
    async buildStart() {
      const { drawIcons, drawShells } = await prepared();
      boot = this.emitFile({ type: 'asset', name: 'boot.js', source: await bootScript() });
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
        const script = `<script src="/${this.getFileName(boot)}"></script>`;
        html.source = String(html.source)
          .replace(bootMark, script)
          .replace('</head>', `${soonNeeded(bundle)}</head>`);
      },
    },
  };
}

/** Chunks that are imported once the page works: fetched beside the first script, and giving way to it. */
const soonNeeded = (bundle: Rolldown.OutputBundle): string =>
  Object.values(bundle)
    .filter((file) => file.type === 'chunk' && file.isDynamicEntry)
    .map(({ fileName }) => `<link rel="modulepreload" fetchpriority="low" crossorigin href="/${fileName}">`)
    .join('');

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

/** Vite would fetch a chunk's style sheets and chunks before it. Ours has none, and the page itself says what to fetch early. */
function plainImport(): Plugin {
  return {
    name: 'mauzin-plain-import',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper\.js$/ },
      handler: () => 'export const __vitePreload = (load) => load();',
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
  return file.code;
}
