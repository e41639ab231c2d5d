import type { UpdateChannel, UpdateState } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import type { CallHandlers } from '../ipc.ts';

/** What is used of electron-updater's `AppUpdater`. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  channel: string | null;
  /** Null where this installation cannot be updated after all. */
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean;
    readonly updateInfo: { readonly version: string };
  } | null>;
  downloadUpdate(): Promise<unknown>;
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void;
  on(event: 'download-progress', listener: (progress: { readonly percent: number }) => void): unknown;
}

export interface UpdatesOptions {
  /** Null: this build cannot update itself. */
  readonly updater: Updater | null;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly onState: (state: UpdateState) => void;
  readonly log: (line: string) => void;
}

/** What decides about updates. */
export interface UpdateWishes {
  readonly channel: UpdateChannel;
  /** On the air, or to be: nothing is installed. */
  readonly onAir: boolean;
}

/** Time from the start to the first check, ms: going on the air comes first. */
const firstCheckMs = 60_000;
const checkEveryMs = 6 * 3_600_000;
const firstRetryMs = 10 * 60_000;

/** How long after a failure it is tried again, ms: ten minutes, doubling up to six hours, less up to a fifth. */
export const retryAfterMs = (failures: number, random: number): number =>
  Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 10), checkEveryMs) * (1 - random / 5);

/** The names that the files of each channel begin with, on the server. */
const channelFiles = { stable: 'latest', beta: 'beta' } as const;

/**
 * Looks for updates, fetches them, and has them installed when the app is closed or a person asks; never while the station
 * is on the air.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #state: UpdateState;
  #wishes: UpdateWishes | null = null;
  #failures = 0;
  #cancelTimer: (() => void) | null = null;
  /** Names the check that runs; a check of another name is not listened to any more. */
  #checking: symbol | null = null;
  #closed = false;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#state = options.updater ? { name: 'none' } : { name: 'unavailable' };
    options.updater?.on('download-progress', ({ percent }) => {
      if (this.#state.name !== 'downloading') return;
      // Whole percents: more would be told many times a second.
      const share = Math.min(1, Math.max(0, Math.floor(percent) / 100));
      if (share !== this.#state.share) this.#set({ name: 'downloading', share });
    });
    options.onState(this.#state);
  }

  /** To be told at the start, and whenever the settings or the broadcast changed. */
  follow(wishes: UpdateWishes): void {
    const before = this.#wishes;
    this.#wishes = wishes;
    if (before?.channel !== wishes.channel) this.#takeChannel(wishes.channel, before === null);
    this.#allowInstalling();
  }

  handlers(): Pick<CallHandlers, 'check-for-updates' | 'install-update'> {
    return {
      'check-for-updates': () => this.#check(),
      'install-update': () => this.#install(),
    };
  }

  /**
   * The app ends: looks no more. A machine that is shut down must find the app again, whole, when it comes back, so nothing is
   * installed where `mayInstall` is false. Idempotent.
   */
  close(mayInstall: boolean): void {
    this.#closed = true;
    this.#wishes = { channel: this.#wishes?.channel ?? 'off', onAir: !mayInstall };
    this.#allowInstalling();
    this.#checking = null;
    this.#cancelTimer?.();
  }

  #takeChannel(channel: UpdateChannel, atStart: boolean): void {
    const { updater } = this.#options;
    if (!updater || this.#state.name === 'unavailable') return;
    this.#checking = null;
    this.#cancelTimer?.();
    this.#failures = 0;
    if (channel === 'off') return this.#set({ name: 'off' });
    updater.autoDownload = false;
    updater.channel = channelFiles[channel];
    // Setting the channel allowed it. Back from beta, one waits for the next stable version.
    updater.allowDowngrade = false;
    this.#set({ name: 'none' });
    if (atStart) this.#checkAfter(firstCheckMs);
    else void this.#check();
  }

  #checkAfter(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.after(delayMs, () => void this.#check());
  }

  async #check(): Promise<undefined> {
    const { updater } = this.#options;
    const idle = this.#state.name === 'none' || this.#state.name === 'failed';
    if (!updater || !idle || this.#checking !== null || this.#closed) return;
    const check = Symbol('check');
    this.#checking = check;
    this.#cancelTimer?.();
    try {
      await this.#fetch(updater, check);
    } catch (error) {
      if (check !== this.#checking) return;
      this.#failures += 1;
      this.#options.log(`no update could be fetched: ${String(error)}`);
      this.#set({ name: 'failed' });
      this.#checkAfter(retryAfterMs(this.#failures, this.#options.random()));
    } finally {
      if (check === this.#checking) this.#checking = null;
    }
  }

  async #fetch(updater: Updater, check: symbol): Promise<void> {
    this.#set({ name: 'checking' });
    const found = await updater.checkForUpdates();
    if (check !== this.#checking) return;
    if (found === null) return this.#set({ name: 'unavailable' });
    if (!found.isUpdateAvailable) {
      this.#set({ name: 'none' });
    } else {
      this.#set({ name: 'downloading', share: 0 });
      // Asked for now, because only then the updater asks once more when the app is closed.
      updater.autoInstallOnAppQuit = true;
      await updater.downloadUpdate();
      if (check !== this.#checking) return;
      this.#set({ name: 'ready', version: found.updateInfo.version });
    }
    this.#failures = 0;
    this.#checkAfter(checkEveryMs);
  }

  #install(): undefined {
    const { log, updater } = this.#options;
    if (!updater || this.#state.name !== 'ready') return;
    if (this.#wishes?.onAir !== false) {
      log('the update waits: the station is on the air');
    } else {
      log(`installing version ${this.#state.version}`);
      updater.quitAndInstall(false, true);
    }
  }

  #allowInstalling(): void {
    const { updater } = this.#options;
    if (!updater || this.#state.name === 'downloading') return;
    updater.autoInstallOnAppQuit = this.#state.name === 'ready' && this.#wishes?.onAir === false;
  }

  #set(state: UpdateState): undefined {
    this.#state = state;
    this.#allowInstalling();
    this.#options.onState(state);
  }
}
