import type { ClockPort } from '@mauzin/shared';
import type { Notification } from 'electron';

type Shown = Pick<Notification, 'show' | 'close' | 'on'>;

/** `silent`: without the system's own noise. What the computer plays may be on the air, and the app's alarm tone knows when it is. */
interface Described {
  readonly title: string;
  readonly body: string;
  readonly silent: true;
}

export interface NotificationsOptions {
  readonly clock: ClockPort;
  /** Null where the system shows none. */
  readonly create: ((options: Described) => Shown) | null;
  /** A person clicked on one. */
  readonly onClick: () => void;
  readonly log: (line: string) => void;
}

/** Least time between two notifications of a kind, ms: more would teach people to look away. */
const onceEveryMs = 30_000;

/** Tells the person at the computer while the window is behind others. */
export class Notifications {
  readonly #options: NotificationsOptions;
  /** The newest notification of each kind: kept, since a click on one that was garbage-collected would go unnoticed. */
  readonly #shown = new Map<string, { readonly atMs: number; readonly notification: Shown }>();
  /** What came too soon after another of its kind; by kind. */
  readonly #later = new Map<string, () => void>();

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  /** As `show`, of something that lasts: too soon after another of its kind, it is shown later, unless it was withdrawn by then. */
  raise(kind: string, title: string, body: string): void {
    this.#cancelLater(kind);
    const waitMs = this.#waitMs(kind);
    if (waitMs <= 0) return this.show(kind, title, body);
    this.#later.set(
      kind,
      this.#options.clock.after(waitMs, () => this.raise(kind, title, body)),
    );
    return undefined;
  }

  show(kind: string, title: string, body: string): void {
    const { clock, create, log, onClick } = this.#options;
    const last = this.#shown.get(kind);
    if (!create || this.#waitMs(kind) > 0) return;
    try {
      last?.notification.close();
      const notification = create({ title, body, silent: true });
      notification.on('click', onClick);
      notification.show();
      this.#shown.set(kind, { atMs: clock.now(), notification });
    } catch (error) {
      log(`a notification cannot be shown: ${String(error)}`);
    }
  }

  /** What it was about is over. */
  withdraw(kind: string): void {
    this.#cancelLater(kind);
    this.#shown.get(kind)?.notification.close();
  }

  /** Idempotent. */
  close(): void {
    for (const kind of this.#later.keys()) this.#cancelLater(kind);
    for (const { notification } of this.#shown.values()) notification.close();
    this.#shown.clear();
  }

  /** How long no other of this kind is shown, ms. */
  #waitMs(kind: string): number {
    const last = this.#shown.get(kind);
    return last ? last.atMs + onceEveryMs - this.#options.clock.now() : 0;
  }

  #cancelLater(kind: string): void {
    this.#later.get(kind)?.();
    this.#later.delete(kind);
  }
}
