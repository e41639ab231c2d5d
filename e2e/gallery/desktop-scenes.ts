import { adminScenes } from './admin-scenes.ts';
import { otherScenes, stateScenes } from './air-scenes.ts';
import { guideScenes } from './guide-scenes.ts';
import type { Scene } from './scene.ts';

/** Everything that the window can show. */
export const desktopScenes: readonly Scene[] = [
  ...stateScenes,
  ...otherScenes,
  ...guideScenes,
  ...adminScenes,
];

export function sceneOf(name: string): Scene {
  const found = desktopScenes.find((scene) => scene.name === name);
  if (!found) throw new Error(`No scene ${name}`);
  return found;
}
