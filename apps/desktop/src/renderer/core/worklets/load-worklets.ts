// oxlint-disable-next-line import/default -- what Vite puts in its place has one: the bundled module's address
import processorsUrl from './processors.ts?worker&url';

const loading = new WeakMap<BaseAudioContext, Promise<boolean>>();

/** Loads our processors into a context, once. False when they cannot be had: the sound must then do without them. */
export function loadWorklets(context: BaseAudioContext): Promise<boolean> {
  const known = loading.get(context);
  if (known) return known;
  const loaded = context.audioWorklet.addModule(processorsUrl).then(
    () => true,
    () => false,
  );
  loading.set(context, loaded);
  return loaded;
}
