import { type Settings, type SettingsChange, settingsChangeSchema } from '@mauzin/desktop-contract';
import { parseValue } from '@mauzin/shared';

/** How a change ended. `invalid`: never sent. `refused`: main did not take it, maybe because the app was locked meanwhile. */
export type Written = 'saved' | 'invalid' | 'refused';

/** The parts of the settings that the window may change and sees as they are saved. */
export type SettingsPart = Exclude<keyof SettingsChange & keyof Settings, 'server'>;
type Parts = Pick<Settings, SettingsPart>;

export interface SettingsWriterOptions {
  /** The settings as main last told them. */
  readonly known: () => Parts;
  /** Hands a change to main; true when it was taken and what main made of it is known. */
  readonly send: (change: SettingsChange) => Promise<boolean>;
}

/**
 * Saves each change as it is made. A part is always sent whole, so changes that follow each other faster than main
 * answers are made on top of what was sent last: a field that is left by a click on a switch loses nothing.
 */
export class SettingsWriter {
  readonly #options: SettingsWriterOptions;
  #sent: Partial<Parts> = {};
  #underWay = 0;

  constructor(options: SettingsWriterOptions) {
    this.#options = options;
  }

  /** Replaces a part of the settings by what `change` makes of it. */
  async change<P extends SettingsPart>(part: P, change: (was: Parts[P]) => Parts[P]): Promise<Written> {
    const settings: Parts = { ...this.#options.known(), ...this.#sent };
    const value = change(settings[part]);
    const parsed = parseValue(settingsChangeSchema, { [part]: value });
    if (!parsed.ok) return 'invalid';
    this.#sent = { ...this.#sent, [part]: value };
    return await this.#send(parsed.value);
  }

  /** Sends a change that does not build on what was there before. */
  async replace(change: SettingsChange): Promise<Written> {
    const parsed = parseValue(settingsChangeSchema, change);
    return parsed.ok ? await this.#send(parsed.value) : 'invalid';
  }

  async #send(change: SettingsChange): Promise<Written> {
    this.#underWay += 1;
    const taken = await this.#options.send(change);
    this.#underWay -= 1;
    // What main has taken is known by now, so from here on changes build on that.
    if (this.#underWay === 0) this.#sent = {};
    return taken ? 'saved' : 'refused';
  }
}
