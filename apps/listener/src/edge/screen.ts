import { AwakeVideo } from './awake-video.ts';
import { browserClock } from './clock.ts';
import { ScreenKeeper, type WakeLock } from './screen-keeper.ts';

/** The screen of this device. */
export function browserScreen(): ScreenKeeper {
  // Absent from older browsers, and from every page that came over plain http.
  const { wakeLock } = navigator as Partial<Pick<Navigator, 'wakeLock'>>;
  return new ScreenKeeper({
    requestLock: wakeLock ? async (): Promise<WakeLock> => wakeLock.request('screen') : null,
    isVisible: () => document.visibilityState === 'visible',
    video: new AwakeVideo(document),
    clock: browserClock,
  });
}
