import type { Language } from './language.ts';
import { en } from './desktop-system/en.ts';
import { ar } from './desktop-system/ar.ts';
import { ur } from './desktop-system/ur.ts';
import { tr } from './desktop-system/tr.ts';
import { id } from './desktop-system/id.ts';
import { fr } from './desktop-system/fr.ts';

interface Note {
  readonly title: string;
  readonly body: string;
}

/** What the desktop app says outside its window: in the tray, in notifications, and in questions while no window is there. */
export interface SystemTexts {
  readonly tray: Record<'goLive' | 'stop' | 'open' | 'quit', string>;
  /** `{name}` is filled in. */
  readonly alarm: Record<'deadAir' | 'sourceLost' | 'notHeard', Note>;
  readonly notice: Record<'signalStarted' | 'signalStopped' | 'backOnAir', Note>;
  readonly stop: Record<'question' | 'stop' | 'stay', string>;
}

export const systemTexts: Record<Language, SystemTexts> = { en, ar, ur, tr, id, fr };
