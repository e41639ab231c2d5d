import { readFileSync } from 'node:fs';

import { WebSocket } from 'ws';

import { until } from '../harness.ts';
import { complaints, type StrictSchema } from './strict-schema.ts';

interface FrozenRole {
  readonly says: Readonly<Record<string, object>>;
  readonly hears: Readonly<Record<string, StrictSchema>>;
  /** Each close code that it knows, with its failure. */
  readonly closeCodes: Readonly<Record<string, string | null>>;
  readonly definitions: Readonly<Record<string, StrictSchema>>;
}

const frozen = (role: 'page' | 'desktop'): FrozenRole =>
  JSON.parse(readFileSync(new URL(`${role}.json`, import.meta.url), 'utf8')) as FrozenRole;

interface Heard {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * A page or a desktop app as it was on the protocol's first day, written by hand: it shares no code with today's, says the frames of its
 * file and no others, and takes down whatever it would not have understood.
 */
export class FirstDayPeer {
  readonly heard: Heard[] = [];
  /** What of all that was said to it was not as it was on the first day. */
  readonly news: string[] = [];
  closedWith: number | null = null;
  readonly #role: FrozenRole;
  readonly #socket: WebSocket;
  readonly #opened: Promise<unknown>;

  constructor(role: 'page' | 'desktop', url: string) {
    this.#role = frozen(role);
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { maxPayload: 64 * 1024 });
    this.#opened = new Promise((resolve, reject) => {
      this.#socket.once('open', resolve);
      this.#socket.once('error', reject);
    });
    this.#socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString()) as Heard));
    this.#socket.on('close', (code) => {
      this.closedWith = code;
      if (!(code in this.#role.closeCodes)) this.news.push(`close code ${code}: is new`);
    });
  }

  /** Says one frame of its file, with its `$names` filled in. */
  async say(name: string, values: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#opened;
    const frame = JSON.stringify(this.#role.says[name], (_key, value: unknown) =>
      typeof value === 'string' && value.startsWith('$') ? values[value.slice(1)] : value,
    );
    this.#socket.send(frame);
  }

  async hears(type: string, times = 1): Promise<Heard> {
    const all = (): Heard[] => this.heard.filter((one) => one.type === type);
    await until(() => all().length >= times);
    return all()[times - 1] ?? { type };
  }

  async gone(): Promise<number | null> {
    await until(() => this.closedWith !== null);
    return this.closedWith;
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear(frame: Heard): void {
    this.heard.push(frame);
    const { definitions, hears } = this.#role;
    const schema = hears[frame.type];
    if (schema) this.news.push(...complaints(schema, frame, definitions, frame.type));
    else this.news.push(`${frame.type}: is new`);
  }
}
