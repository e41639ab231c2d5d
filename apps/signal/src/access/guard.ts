import { createHmac, randomBytes } from 'node:crypto';

import { Lately } from './lately.ts';
import { Tries, type TriesOptions } from './tries.ts';
import { Turns } from './turns.ts';

const hourMs = 60 * 60 * 1000;

/** A person types a code wrongly a few times; a program guesses on. */
export const ofOneAddress: TriesOptions = {
  free: 5,
  firstWaitMs: 15_000,
  longestWaitMs: 10 * 60_000,
  forgiveOneMs: hourMs,
  freePerDay: 30,
  overDayWaitMs: hourMs,
  mostKept: 10_000,
};
/** At one station. Whoever has an IPv6 /48 has 65,536 networks of its own in it; but it may be a town's, too. */
export const ofOneSite: TriesOptions = {
  ...ofOneAddress,
  free: 25,
  forgiveOneMs: hourMs / 4,
  freePerDay: 100,
};
/** Guesses from many addresses. The waits are short: newcomers with the right code wait for them too. */
export const ofOneStation: TriesOptions = {
  free: 100,
  firstWaitMs: 1_000,
  longestWaitMs: 60_000,
  forgiveOneMs: hourMs / 4,
  freePerDay: 300,
  overDayWaitMs: 5 * 60_000,
  mostKept: 10_000,
};

/** Addresses whose names are kept: a mosque's phones are all at one. */
const mostNames = 1_000;

/** What keeps guessers from all stations of a service. Codes and keys apart: a wrong key in a mosque must not keep its phones out. */
export class Guard {
  readonly keysByAddress = new Tries(ofOneAddress);
  readonly codesByAddress = new Tries(ofOneAddress);
  /** The same at each station: only what was wrong there is forgiven for a right one, or a guesser could open a station of its own for that. */
  readonly codesByAddressThere = new Tries(ofOneAddress);
  readonly codesBySite = new Tries(ofOneSite);
  readonly codesByStation = new Tries(ofOneStation);
  /** Who is known to have the code: they are looked at also while a station is being guessed from everywhere, or from their site. */
  readonly lately = new Lately();
  /** Codes are stretched one at a time: more would take the machine's cores, and the threads that files need. */
  readonly turns = new Turns();
  readonly #key = randomBytes(32);
  /** By address; those named first are forgotten first. */
  readonly #names = new Map<string, string>();

  /** A guest's name here: no address is part of what is kept of a guest, and nothing outlasts the process. */
  nameOf(address: string): string {
    return this.#named(address);
  }

  /** The name of the /48 that an IPv6 network (`2001:db8:1:2::/64`) is in; null for IPv4. */
  siteOf(address: string): string | null {
    const [, site] = /^((?:[0-9a-f]+:){3})[0-9a-f]+::\/64$/.exec(address) ?? [];
    return site === undefined ? null : this.#named(`${site}:/48`);
  }

  #named(address: string): string {
    const known = this.#names.get(address);
    if (known !== undefined) return known;
    const name = createHmac('sha256', this.#key).update(address).digest('base64').slice(0, 22);
    const [first] = this.#names.keys();
    if (this.#names.size >= mostNames && first !== undefined) this.#names.delete(first);
    this.#names.set(address, name);
    return name;
  }
}
