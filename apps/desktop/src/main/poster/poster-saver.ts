import { join } from 'node:path';

import {
  type DesktopState,
  desktopFileTexts,
  type Poster,
  posterPath,
  type Saved,
} from '@mauzin/desktop-contract';
import type { Dialog } from 'electron';

import { askWhereAndSave, safeFileName } from '../system/ask-where.ts';
import { appOrigin } from '../window/app-origin.ts';

export interface PosterSaverOptions {
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  /** Where the dialog begins. */
  readonly folder: () => string;
  readonly state: () => DesktopState;
  /** Prints our own page at this address. */
  readonly print: (url: string) => Promise<Uint8Array>;
  readonly log: (line: string) => void;
}

/** Makes the page for the wall and saves it where the person says. */
export class PosterSaver {
  readonly #options: PosterSaverOptions;
  #running: Promise<Saved> | null = null;

  constructor(options: PosterSaverOptions) {
    this.#options = options;
  }

  /** Fails while no link is known. Asked twice, it goes on with the first. */
  save(): Promise<Saved> {
    this.#running ??= this.#save().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  #save(): Promise<Saved> {
    const { dialog, folder, log, print, state } = this.#options;
    const poster = posterOf(state());
    if (!poster) {
      log('no poster: the link is not known yet');
      return Promise.resolve({ name: 'failed' });
    }
    const texts = desktopFileTexts[state().language].poster;
    const name = safeFileName(texts.fileName.replace('{mosque}', () => poster.mosque));
    return askWhereAndSave(
      dialog,
      {
        title: texts.title,
        kind: texts.kind,
        suggested: join(folder(), `${name}.pdf`),
        make: () => print(`${appOrigin}${posterPath(poster)}`),
      },
      log,
    );
  }
}

function posterOf({ carriedCode, engine, settings }: DesktopState): Poster | null {
  if (engine.link === null) return null;
  const asksForCode = settings.accessCode !== null && carriedCode === null;
  return {
    mosque: settings.station.name,
    link: engine.link,
    languages: [...new Set(settings.stationLanguages)],
    onNetworkOnly: settings.server.kind === 'inside',
    ...(carriedCode === null ? {} : { code: carriedCode }),
    ...(asksForCode ? { asksForCode } : {}),
  };
}
