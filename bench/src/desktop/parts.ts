/**
 * The app's processes, sorted by what they are there for. `main` is the app's main process; under the stand-in what steers Chromium runs
 * in it too. `standIn`: what Chromium brings along as a browser, and Electron has not.
 */
export const parts = ['page', 'helpers', 'engine', 'main', 'standIn'] as const;
export type Part = (typeof parts)[number];

/** Electron's main process is all the app's own; under the stand-in most of it is the steering, so it is listed and not counted. */
export const countedParts = (runsOn: 'electron' | 'stand-in'): readonly Part[] =>
  runsOn === 'electron' ? ['page', 'helpers', 'engine', 'main'] : ['page', 'helpers', 'engine'];

/** Renderers of Chromium's own surface and of the extensions that it comes with. */
const browsersOwn = ['--top-chrome-webui', '--extension-process'];

/** @param args the process's command line, its program first */
export function partOf(args: readonly string[], isMain: boolean): Part {
  if (isMain) return 'main';
  const valueOf = (name: string): string | undefined =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const type = valueOf('type');
  if (type === 'renderer') return browsersOwn.some((flag) => args.includes(flag)) ? 'standIn' : 'page';
  // Electron's utility process for Node; the stand-in forks a Node of its own.
  if (type === 'utility' && valueOf('utility-sub-type') === 'node.mojom.NodeService') return 'engine';
  if (type !== undefined) return 'helpers';
  return args.some((arg) => arg.endsWith('engine.js')) ? 'engine' : 'standIn';
}
