import type { ClockPort } from '@mauzin/shared';
import type { Notification } from 'electron';

type Shown = Pick<Notification, 'show' | 'close' | 'on'>;

export interface NotificationsOptions {
  readonly clock: ClockPort;
  /** Null where the system shows none. */
  readonly create: ((options: { title: string; body: string }) => Shown) | null;
  /** A person clicked on one. */
  readonly onClick: () => void;
  readonly log: (line: string) => void;
}

/** One of a kind in so long, ms: more would teach people to look away. */
const onceEveryMs = 30_000;

/** Tells the person at the computer while the window is behind others. */
export class Notifications {
  readonly #options: NotificationsOptions;
  /** Kept, or a collected one would no longer be clicked. The newest of each kind. */
  readonly #shown = new Map<string, { readonly atMs: number; readonly notification: Shown }>();

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  show(kind: string, title: string, body: string): void {
    const { clock, create, log, onClick } = this.#options;
    const last = this.#shown.get(kind);
    if (!create || (last && clock.now() - last.atMs < onceEveryMs)) return;
    try {
      last?.notification.close();
      const notification = create({ title, body });
      notification.on('click', onClick);
      notification.show();
      this.#shown.set(kind, { atMs: clock.now(), notification });
    } catch (error) {
      log(`a notification cannot be shown: ${String(error)}`);
    }
  }

  /** What it was about is over. */
  withdraw(kind: string): void {
    this.#shown.get(kind)?.notification.close();
  }

  /** Idempotent. */
  close(): void {
    for (const { notification } of this.#shown.values()) notification.close();
    this.#shown.clear();
  }
}
